/** What the model knows of a block before it runs. */
#pragma once

#include <vector>

#include "engine/machine/blocks.hpp"
#include "engine/model/counters.hpp"
#include "engine/model/memory_system.hpp"
#include "engine/model/parameters.hpp"
#include "engine/pipeline/situations.hpp"

namespace aex::engine {

/** Where an instruction executes. Each takes one in a cycle, but for those that are busy longer. */
enum class Pipe : std::uint8_t { any, lsu, control, fpu_short, fpu_long, multiply, divide };
constexpr std::size_t kPipes = static_cast<std::size_t>(Pipe::divide) + 1;

/** Registers as the model numbers them: 0 to 31 integer, 32 to 63 floating point. */
constexpr std::uint8_t kNoSource = 64;
constexpr std::uint8_t kNoDestination = 65;
constexpr std::size_t kModelRegisters = 66;

/** One instruction. */
struct Step {
  std::uint8_t sources[3] = {kNoSource, kNoSource, kNoSource};
  std::uint8_t late_source = kNoSource; /**< what a store stores */
  std::uint8_t destinations[2] = {kNoDestination, kNoDestination};
  std::uint8_t latency = 0; /**< cycles */
  std::uint8_t busy = 0;    /**< cycles that its pipe takes nothing else */
  Pipe pipe = Pipe::any;
  std::uint8_t slots = 1;   /**< of the issue width; the second of a bond takes none */
  std::uint8_t size = 4;    /**< bytes in memory */
  std::uint8_t groups = 0;  /**< to be fetched for it, but of the first instruction of a block */
  bool uses_memory = false; /**< waits for the data of the last lookup */
  bool looks_up = false;    /**< the data cache: the next of the planned accesses */
};

/** How a block ends. */
enum class Ending : std::uint8_t { falls, branch, jump, call, indirect_jump, indirect_call, ret };

/** What the data cache sees of one instruction, or of a bond. */
struct PlannedAccess {
  std::uint8_t first = 0;  /**< index among the accesses of the block */
  std::uint8_t second = 0; /**< of the other half of a bond; else the same */
  bool is_store = false;
  /** Low bits that are zero in the address of a well-aligned one, and what counts the others. */
  std::uint8_t alignment_mask = 0;
  Counter misaligned = Counter::misaligned_loads;
  AccessPlace place; /**< the model's */
};

/** What becomes of a situation of the pipeline by a block. */
struct Passage {
  std::uint64_t key = 0; /**< of the situation before; 0 is none */
  SituationId next = 0;
  std::uint64_t cycles = 0; /**< from the last issue before to the last of the block */
};

struct Plan {
  std::vector<Step> steps;
  std::vector<PlannedAccess> accesses;
  std::vector<Passage> passages; /**< by the low bits of the key; the pipeline's */
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t branch_target = 0; /**< of a conditional branch */
  std::uint64_t last_pc = 0;       /**< of the last instruction */
  std::uint64_t first_line = 0;    /**< of the code, by number */
  std::uint64_t last_line = 0;
  std::uint64_t first_group = 0; /**< that is fetched, by number */
  std::uint64_t last_group = 0;
  std::uint32_t length = 0; /**< instructions */
  std::uint64_t runs = 0;   /**< how often it ran; this one and the next are the model's */
  /** The code_changes() since which all that is fetched of wrong paths is at hand. */
  std::uint64_t wrong_path_at_hand = 0;
  std::uint32_t fpu0 = 0;
  std::uint32_t fpu1 = 0;
  std::uint32_t divider_cycles = 0; /**< that the divider is busy */
  std::uint32_t atomics = 0;        /**< and fences */
  std::uint32_t bonded_loads = 0;
  std::uint32_t bonded_stores = 0;
  Ending ending = Ending::falls;
};

/** Plans the first `length` instructions of `block`. */
Plan plan_of(const Block& block, std::uint32_t length, const Parameters& parameters);

}  // namespace aex::engine
