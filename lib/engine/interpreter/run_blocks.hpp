/** The interpreter, compiled once for each observer. */
#pragma once

#include "engine/interpreter/access_log.hpp"
#include "engine/interpreter/hart.hpp"
#include "engine/machine/blocks.hpp"
#include "engine/machine/strides.hpp"
#include "engine/model/model.hpp"

namespace aex::engine {

/** Where the interpreter is in the code. */
struct Cursor {
  Block* block = nullptr;  /**< to start with; afterwards the one that was left early, if any */
  std::uint32_t early = 0; /**< how many of its instructions retired if it was left early */
};

/** Runs block after block until something traps, a block is met that was entered less than
 *  kNotedAccesses times, or `limit` retired instructions would be passed. */
Trap run_unwatched(Hart& hart, Cursor& cursor, std::uint64_t limit, Blocks& blocks, Memory& memory);

/** Runs the cursor's block alone and notes its memory accesses. */
Trap run_noting_strides(Hart& hart, Cursor& cursor, std::uint64_t limit, Blocks& blocks,
                        Memory& memory, StrideBook& book);

/** Runs the cursor's block alone and logs its memory accesses: one instruction, if they are all to
 *  be kept. */
Trap run_logging(Hart& hart, Cursor& cursor, std::uint64_t limit, Blocks& blocks, Memory& memory,
                 AccessLog& log);

/** As run_unwatched, for a model. */
Trap run_modelled(Hart& hart, Cursor& cursor, std::uint64_t limit, Blocks& blocks, Memory& memory,
                  Model& model);

/** As run_noting_strides, for a model too. */
Trap run_modelled_noting_strides(Hart& hart, Cursor& cursor, std::uint64_t limit, Blocks& blocks,
                                 Memory& memory, Model& model, StrideBook& book);

}  // namespace aex::engine
