/** A run that has been handed to a backend, and everything needed to finish it later. */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "os/files.hpp"

namespace aex::job {

enum class State : std::uint8_t {
  submitted, /**< accepted; no status yet */
  running,
  ready,     /**< the result waits to be collected */
  collected, /**< the result is in the folder */
  failed,
};

/** "submitted", "running", … Static. */
const char* state_name(State state) noexcept;

struct Job {
  std::string name;
  std::string directory; /**< E/N, absolute */
  std::string uuid;
  std::string core;
  std::string backend; /**< "cloud" or "local" */
  State state = State::submitted;
  std::vector<std::string> workloads; /**< paths, absolute */
  std::uint64_t running_answers = 0;  /**< polls that said "running"; not saved */

  /* What only the backend understands. */
  Secret otp;
  Secret status_url;
  Secret result_url;
  bool only_v2_results = false;
};

/** Writes the job file (".job.json" in the job's folder): 0600, in one step. */
Status save(os::Files& files, const Job& job);

/** Reads the job file of a folder. Code::job_missing when there is none; Code::report_malformed
 *  when it cannot be understood. */
Result<Job> load(os::Files& files, const std::string& directory);

/** Removes the job file: nothing secret stays after a run. */
Status forget(os::Files& files, const Job& job);

}  // namespace aex::job
