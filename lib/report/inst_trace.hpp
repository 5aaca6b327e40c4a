/** inst_trace.txt: what a workload did, one instruction a line. */
#pragma once

#include <string>
#include <string_view>

#include "report/stf/instruction.hpp"

namespace aex::report {

/** The first lines: how many instructions follow, and of how many. */
std::string trace_heading(std::uint64_t traced, std::uint64_t retired);

/** One line without its end: number (from 1), address, opcode, `text` (its disassembly), then what
 *  was recorded: sources "x10=0x5", destinations "x10:=0x6", accesses "load8[0x13c00]=0x5", where a
 *  jump or a taken branch went "-> 0x101f0", events "event 0x40…". */
std::string trace_line(const stf::TracedInstruction& instruction, std::string_view text);

/** The parts of it, separated by blanks. */
std::string registers_text(const stf::TracedInstruction& instruction);
std::string accesses_text(const stf::TracedInstruction& instruction);

/** "x10", "f15", "v3", "csr3". */
std::string register_name(const stf::RegisterValue& value);

}  // namespace aex::report
