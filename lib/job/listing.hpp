/** The jobs of a folder of experiments. */
#pragma once

#include <optional>

#include "job/job.hpp"

namespace aex::job {

struct Listed {
  Job job;                      /**< its secrets are left out */
  std::optional<Error> problem; /**< why the journal could not be read: only `directory` counts */
  bool is_resumable() const { return !problem && !is_over(job.state); }
};

/** The jobs in the folders below `directory`, sorted by name; that of `directory` itself if it is
 * an experiment's folder. Folders without a journal are passed over. */
Result<std::vector<Listed>> list_jobs(os::Files& files, const std::string& directory);

/** Removes the folders of those jobs that failed or were cancelled, and what killed runs left in
 * the others. Results and jobs that can be resumed stay, and so does what another process drives.
 *  Returns the folders that are gone. */
Result<std::vector<std::string>> clean_jobs(os::Files& files, const std::string& directory);

}  // namespace aex::job
