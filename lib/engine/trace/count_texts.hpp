/** The texts of counted instructions. */
#pragma once

#include "report/inst_counts.hpp"

namespace aex::engine {

/** Disassembles `counts`, which are in the order of their addresses, into their texts. An address
 *  that two instructions make is shown as in the report: see report::arrange(). */
void add_texts(std::vector<report::InstructionCount>& counts);

}  // namespace aex::engine
