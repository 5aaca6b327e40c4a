/** Instruction counts of a trace: what inst_counts.txt says of the same run. */
#pragma once

#include "report/inst_counts.hpp"

namespace aex::report {

/** Whether a file begins as a trace does, .zstf or plain STF; false also if it cannot be read. */
bool is_trace(os::Files& files, const std::string& path);

/** Counts the instructions of a trace, in the order of their addresses, without texts and strides.
 *  Memory is bounded by the program's size, however long the trace is. Errors are those of
 *  stf::TraceReader, and Code::trace_malformed for more than 4,194,304 addresses. */
Result<std::vector<InstructionCount>> count_trace(os::Files& files, const std::string& path);

}  // namespace aex::report
