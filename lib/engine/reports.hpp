/** What a finished guest has to say, as the cloud's report files. */
#pragma once

#include <string>
#include <vector>

#include "engine/machine/machine.hpp"
#include "package/core.hpp"
#include "report/report.hpp"

namespace aex::engine {

/** `<folder>/<workload without ".elf">_Instruction_Counts/inst_counts.txt`. Takes the counts out
 *  of the machine. */
Status write_counts(os::Files& files, const std::string& folder, const std::string& workload,
                    Machine& machine);

/** What the guest wrote, if anything, as `<folder>/<workload without ".elf">_Output/output.txt`,
 *  and how it ended. `folder` is the "reports" of a result. */
Result<report::WorkloadEnd> write_output(os::Files& files, const std::string& folder,
                                         const std::string& workload, const Kernel& kernel);

/** `<folder>/summary/summary.json` of a core's threads, in order, which ended as `ends` say. A core
 *  of one thread has what its model counted, and `summary_roi_<k>.json` for each region of
 *  interest, from 1, and one more that was not used: it says 0, and "nan" for ratios. Without a
 *  region there are none of them. */
Status write_summary(os::Files& files, const std::string& folder, const package::Core& core,
                     const std::vector<const Machine*>& threads,
                     const std::vector<report::WorkloadEnd>& ends);

}  // namespace aex::engine
