/** A run from its first step on, and everything that is needed to finish it later. */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "os/files.hpp"
#include "package/manifest.hpp"

namespace aex::job {

/** In the order of a run: prepared, sealed, submitted, running, ready, collected; or failed or
 *  cancelled. */
enum class State : std::uint8_t {
  submitted, /**< accepted; no status yet */
  running,
  ready,     /**< the result waits to be collected */
  collected, /**< the result is in the folder */
  failed,
  prepared,  /**< described; nothing has left this machine */
  sealed,    /**< the package is encrypted; it may be on its way */
  cancelled, /**< given up by the user */
};

/** "submitted", "running", … Static. */
const char* state_name(State state) noexcept;

/** Nothing will come of it any more, or has come already. */
bool is_over(State state) noexcept;

struct Job {
  std::string name;
  std::string directory; /**< E/N, absolute */
  std::string uuid;
  std::string core;
  std::string backend; /**< "cloud" or "local" */
  State state = State::submitted;
  std::int64_t created_ms = 0;        /**< since 1970 */
  std::vector<std::string> workloads; /**< paths, absolute */
  std::uint64_t running_answers = 0;  /**< polls that said "running"; not saved */
  /** What it takes to hand the job over, until that is done. Its reports are not saved. */
  package::Manifest manifest;

  /* What only the backend understands. */
  Secret otp;
  Secret package_url;
  Secret status_url;
  Secret result_url;
  bool only_v2_results = false;

  /** Forgets all that is secret, and the manifest with it. */
  void wipe_secrets();
};

/** The journal of a run in its folder: one JSON file, 0600, always whole. */
constexpr char kJournalName[] = ".job.json";

/** What was asked for, for the user to read; on the disk when the job is sealed. */
constexpr char kRecordName[] = "config.json";

/** The encrypted package beside it, until the service has it. */
constexpr char kPackageName[] = "workload.exp";

/** Writes the journal in one step, to the disk; the files of `also` are there before it. */
Status save(os::Files& files, const Job& job, const std::vector<std::string>& also = {});
/** The same of a step that the next process takes again if it finds it not taken: should the
 *  machine stop soon, the journal may be the one before. */
Status note(os::Files& files, const Job& job, const std::vector<std::string>& also = {});

/** Reads the journal of a folder, of this version or an older one. Code::job_missing when there is
 *  none; Code::job_too_new; Code::report_malformed when it cannot be understood. */
Result<Job> load(os::Files& files, const std::string& directory);

}  // namespace aex::job
