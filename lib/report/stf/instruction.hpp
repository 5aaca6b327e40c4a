/** What an instruction trace says: STF, the public trace format of RISC-V performance models. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aex::report::stf {

/** Instructions of a chunk of a .zstf file, unless it says otherwise. */
constexpr std::uint64_t kChunkInstructions = 100'000;

enum class RegisterKind : std::uint8_t { integer = 1, floating = 2, vector = 3, control = 4 };
enum class RegisterRole : std::uint8_t { state = 1, source = 2, destination = 3 };

/** A register's value: before the instruction of a source, after it of a destination. */
struct RegisterValue {
  std::uint16_t number = 0;
  RegisterKind kind = RegisterKind::integer;
  RegisterRole role = RegisterRole::source;
  std::uint64_t value = 0; /**< of a vector register its lowest 64 bits */
};

enum class AccessType : std::uint8_t { load = 1, store = 2 };

struct MemoryAccess {
  std::uint64_t address = 0;
  std::uint16_t size = 0; /**< bytes */
  AccessType type = AccessType::load;
  std::uint64_t content = 0; /**< without a sign; its first 8 bytes if it is longer */
};

/** Something beside the instructions: a change of mode, a fault. */
struct Event {
  std::uint64_t kind = 0;
  std::vector<std::uint64_t> data;
};

struct TracedInstruction {
  std::uint64_t index = 0; /**< from 0; a writer counts for itself */
  std::uint64_t pc = 0;
  std::uint32_t opcode = 0;
  std::uint8_t size = 4;                     /**< bytes: 2 or 4 */
  std::optional<std::uint64_t> target;       /**< of a jump, or of a branch that was taken */
  std::optional<std::uint64_t> event_target; /**< where an event went on */
  std::vector<RegisterValue> registers;      /**< sources, then destinations */
  std::vector<MemoryAccess> accesses;
  std::vector<Event> events;

  /** Address of the next instruction. */
  std::uint64_t next_pc() const { return event_target.value_or(target.value_or(pc + size)); }
  /** Empties it and keeps the memory. */
  void clear();
};

/** What is said before the first instruction. */
struct TraceHeader {
  std::uint32_t major = 1; /**< of the format */
  std::uint32_t minor = 5;
  std::uint8_t generator = 0; /**< number of the program that made it; 0 is reserved */
  std::uint8_t generator_version[3] = {};
  std::string generator_text;
  std::uint64_t features = 0; /**< kFeature… */
  std::uint64_t start_pc = 0;
  std::uint32_t vector_bits = 128; /**< of a vector register */
  std::string isa_extensions;
  std::vector<std::string> comments;
};

/** Bits of TraceHeader::features; the others are kept as they are. */
constexpr std::uint64_t kFeatureOperandValues = 0x20; /**< registers have their values */
constexpr std::uint64_t kFeatureWideEvents = UINT64_C(1) << 19;

}  // namespace aex::report::stf
