/** Where the instruction counts of an experiment are, and the workload that they are of. */
#pragma once

#include <string>

#include "os/files.hpp"

namespace aex::analysis {

struct HotPlace {
  std::string counts;  /**< …/NAME_Instruction_Counts/inst_counts.txt, or a trace */
  std::string elf;     /**< the workload; empty if it is not where config.json says */
  std::string sources; /**< the experiment's copy of the sources; empty without one */
};

/** `path` is such a file or the folder of a finished experiment, whose reports are taken before its
 *  traces. `workload` chooses one by its name, with or without .elf; empty if there is but one.
 *  Code::report_missing with the names that there are. */
Result<HotPlace> find_counts(os::Files& files, const std::string& path,
                             const std::string& workload);

}  // namespace aex::analysis
