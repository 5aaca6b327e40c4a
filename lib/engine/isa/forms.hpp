/** The forms of instructions that decoded blocks have, and how a block's are chosen. They do the
 *  same as the instructions alone, and take the interpreter less time: the last result need not be
 *  read back from its register, and a pair is one step. */
#pragma once

#include <vector>

#include "engine/isa/instruction.hpp"

namespace aex::engine {

/** Chooses the forms of the instructions of one block, in order, all of them plain so far. The
 *  second of a pair keeps its place and a form of its own. The first one takes nothing from before
 *  the block. */
void choose_forms(std::vector<Instruction>& instructions);

/** The operation that `op` is a form of; of a pair its first; else itself. */
Op plain(Op op);

}  // namespace aex::engine
