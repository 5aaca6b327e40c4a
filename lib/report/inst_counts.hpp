/** inst_counts.txt: how often each instruction of a workload retired, in the cloud's layout. */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "os/files.hpp"

namespace aex::report {

/** How many outcomes or strides a line shows at most; it shows exactly so many, with zeros. */
constexpr std::size_t kHistoryLength = 50;

/** One line: an instruction that retired at least once. */
struct InstructionCount {
  std::uint64_t address = 0;
  std::uint32_t opcode = 0;
  unsigned size = 4; /**< bytes: 2 or 4 */
  std::uint64_t retired = 0;
  std::uint64_t taken = 0; /**< of a jump or branch */
  bool accesses_memory = false;
  std::vector<std::int64_t> strides; /**< bytes between its first accesses; may be shorter */
  std::string text;                  /**< disassembly */
};

/** Instructions that follow each other without a gap: `length` of them from index `first`. */
struct CodeBlock {
  std::size_t first = 0;
  std::size_t length = 0;
  std::uint64_t retired = 0; /**< sum */
};

/** The blocks of `counts`, which are in the order of their addresses: heaviest first, equal ones
 *  by address. This is the order in which the lines are written. */
std::vector<CodeBlock> arrange(const std::vector<InstructionCount>& counts);

/** Writes the report: for each line the count, its share and the share so far in percent, address,
 *  opcode and text. A jump or branch that was taken ends with "LHR={1…}", a one for each time, up
 *  to kHistoryLength; a load or store with "LStrides={…}". */
Status write_inst_counts(const std::vector<InstructionCount>& counts,
                         const std::vector<CodeBlock>& blocks, Sink& out);

/** Reads such a report, the cloud's or the local engine's, in the order of the addresses; several
 *  maps become one. Of the taken branches only the history is known: at most kHistoryLength.
 *  Code::report_missing, Code::report_malformed with the line, Code::transfer_too_large above
 *  512 MiB. */
Result<std::vector<InstructionCount>> read_inst_counts(os::Files& files, const std::string& path);

}  // namespace aex::report
