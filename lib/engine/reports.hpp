/** What a finished guest has to say, as the cloud's report files. */
#pragma once

#include <string>
#include <vector>

#include "engine/machine/machine.hpp"
#include "package/core.hpp"

namespace aex::engine {

/** `<folder>/<workload without ".elf">_Instruction_Counts/inst_counts.txt`. Takes the counts out
 *  of the machine. */
Status write_counts(os::Files& files, const std::string& folder, const std::string& workload,
                    Machine& machine);

/** `<folder>/summary/summary.json`. `retired` has the instructions of each thread; `model`
 *  may be nullptr. */
Status write_summary(os::Files& files, const std::string& folder, const package::Core& core,
                     const std::vector<std::uint64_t>& retired, const Model* model);

}  // namespace aex::engine
