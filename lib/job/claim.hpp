/** One driver at a time: whoever brings a job forward holds its folder and begins from its journal.
 */
#pragma once

#include <memory>

#include "job/job.hpp"

namespace aex::job {

/** The right to drive one job; it ends with this object. */
class Claim {
 public:
  /** Locks the folder and brings `job` up to what its journal says. Code::job_busy while another
   *  process, or another object of this one, drives it; the errors of load(). */
  static Result<Claim> take(os::Files& files, Job& job);

 private:
  explicit Claim(std::unique_ptr<os::FolderLock> lock) : lock_(std::move(lock)) {}
  std::unique_ptr<os::FolderLock> lock_;
};

/** Removes what a run that was killed may have left beside its journal: temporary files, half a
 *  result, and the package unless the job is sealed. The caller holds the folder. */
Status sweep(os::Files& files, const Job& job);

/** The folder holds nothing, or only what a run leaves that is killed before its first journal. The
 *  caller holds it; the leftovers are removed. */
Result<bool> is_free(os::Files& files, const std::string& directory);

}  // namespace aex::job
