/** The registers that an instruction names, with their values, for traces. */
#pragma once

#include "engine/interpreter/hart.hpp"
#include "report/stf/instruction.hpp"

namespace aex::engine {

/** Adds what `instruction`, which is about to run, reads: rs1, rs2, rs3, a control register. */
void add_sources(const Instruction& instruction, const Hart& hart,
                 std::vector<report::stf::RegisterValue>& registers);

/** Adds what it has written: rd, the second one of a pair, a control register. */
void add_destinations(const Instruction& instruction, const Hart& hart,
                      std::vector<report::stf::RegisterValue>& registers);

}  // namespace aex::engine
