/** Decoded code: straight runs of instructions, each decoded once, that count their entries. */
#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "engine/isa/instruction.hpp"
#include "engine/machine/memory.hpp"

namespace aex::engine {

struct Plan;

/** Instructions that run one after the other from `begin` unless one traps. The counts of all its
 *  instructions follow from `entries`. */
struct Block {
  const Instruction* first = nullptr; /**< `length`, and one that is not counted if need be */
  std::uint32_t length = 0;           /**< instructions that retire when it runs to its end */
  std::uint64_t begin = 0;            /**< address */
  std::uint64_t end = 0;              /**< address after the last instruction that is counted */
  std::uint64_t entries = 0;
  std::uint64_t taken = 0; /**< how often the conditional branch at its end was taken */
  Block* next = nullptr;   /**< where it went last, when not taken */
  Block* target = nullptr; /**< where it went last, when taken */
  Plan* plan = nullptr;    /**< what a model keeps of it; borrowed from the model */
  bool is_cut = false;     /**< made by Blocks::cut() */
};

/** How often the instruction at an address retired. */
struct Count {
  std::uint64_t address = 0;
  std::uint64_t retired = 0;
  std::uint64_t taken = 0; /**< of a jump or branch */
  std::uint32_t opcode = 0;
  bool is_control_transfer = false;
};

/** The blocks of one guest, by address. */
class Blocks {
 public:
  /** The most instructions of a block. */
  static constexpr std::size_t kMaxLength = 128;

  /** The block at `pc`, decoded now if it has to be; nullptr if no code may be executed there. */
  Block* find(Memory& memory, std::uint64_t pc);

  /** A block of its own with the first `length` instructions of `block`, at most its length, that
   *  then returns. Valid until the next call. */
  Block* cut(const Block& block, std::uint32_t length);

  /** Counts the first `length` instructions of `block` once more: it was left early. */
  void add_partial(const Block& block, std::uint32_t length);

  /** Forgets all code, as after a change to it, and keeps the counts. */
  void forget_code();
  /** Whether there is so much decoded code that it should be forgotten. */
  bool is_full() const { return decoded_ > kMaxDecoded; }
  /** Different addresses whose counts are kept; exact after forget_code(). */
  std::size_t counted_addresses() const { return counts_.size(); }

  /** All instructions that retired, by address. Forgets all code. */
  std::vector<Count> take_counts();

 private:
  static constexpr std::size_t kMaxDecoded = std::size_t{1} << 20;
  static constexpr std::size_t kRecent = 1024;

  /* Code changes are rare, so an address and its opcode together name an instruction. */
  struct Key {
    std::uint64_t address;
    std::uint32_t opcode;
    bool operator==(const Key& other) const {
      return address == other.address && opcode == other.opcode;
    }
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::uint64_t>()(key.address * 31 + key.opcode);
    }
  };
  struct Tally {
    std::uint64_t retired = 0;
    std::uint64_t taken = 0;
    bool is_control_transfer = false;
  };
  struct Code {
    Block block;
    std::vector<Instruction> instructions;
    std::vector<std::uint32_t> opcodes; /**< of the counted instructions */
  };

  Block* decode_block(Memory& memory, std::uint64_t pc);
  void tally(const Code& code, std::uint32_t length, std::uint64_t times, std::uint64_t taken);

  std::deque<Code> codes_;
  std::unordered_map<std::uint64_t, Code*> by_address_;
  Block* recent_[kRecent] = {};
  std::size_t decoded_ = 0;
  std::unordered_map<Key, Tally, KeyHash> counts_;
  Code cut_;
};

}  // namespace aex::engine
