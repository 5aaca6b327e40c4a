/** What a result says of the run that it is of: enough to run it again. */
#pragma once

#include <string>
#include <vector>

#include "report/results_dir.hpp"

namespace aex::analysis {

struct RecordedWorkload {
  std::string name; /**< base name, as the run was given it */
  std::string path; /**< on this machine */
};

struct RecordedRun {
  std::string core;
  std::vector<RecordedWorkload> workloads; /**< in the order of the hardware threads */
};

/** Reads `config.json` of the result and finds its workloads: each where `given` names a file with
 *  its base name, else where config.json says (absolute, or relative to the working directory or
 *  to the result), else by its base name in the folders of the result. A single workload may be
 *  given under another name. Without config.json all of them have to be given, and the core is the
 *  summary's. Code::workload_missing with the places that were looked at; Code::invalid_argument
 *  for a given file that the run did not have; Code::report_malformed. */
Result<RecordedRun> find_recorded_run(os::Files& files, const report::ResultsDir& results,
                                      const std::vector<std::string>& given);

/** Less ".elf" or ".ELF" at the end: the beginning of a workload's folder in the reports. */
std::string workload_stem(const std::string& name);

}  // namespace aex::analysis
