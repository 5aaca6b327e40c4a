/** Instruction counts for find_hot(), of a report or of a trace. */
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "report/inst_counts.hpp"

namespace aex::analysis {

/** Gives counts, in the order of their addresses, their texts: a trace has only opcodes. */
using AddTexts = std::function<void(std::vector<report::InstructionCount>&)>;

/** Reads an inst_counts.txt or a trace (.zstf, plain STF), whichever it is at `path`. A trace is
 *  compared with the code of the program at `elf_path`, unless that is empty or was placed
 * anywhere: Code::trace_mismatch with the first address that differs. Otherwise errors are those of
 *  report::read_inst_counts() and report::count_trace(), and of reading the program. */
Result<std::vector<report::InstructionCount>> read_counts(os::Files& files, const std::string& path,
                                                          const std::string& elf_path,
                                                          const AddTexts& add_texts);

}  // namespace aex::analysis
