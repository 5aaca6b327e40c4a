/** Two instructions in one step of the interpreter: it jumps once, and the branch need not wait for
 *  the register. */
#pragma once

#include "engine/isa/instruction.hpp"

namespace aex::engine {

/** What `first` does together with `second` behind it; what it does alone if they are no pair. The
 *  second keeps its place and its own operation. */
Op fused(const Instruction& first, const Instruction& second);

/** What the first instruction of a pair does alone; `op` if it is none. */
Op unfused(Op op);

}  // namespace aex::engine
