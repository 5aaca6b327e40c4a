/** Who runs experiments: the cloud, or the engine in this process. Both end at the same folder. */
#pragma once

#include <vector>

#include "base/control.hpp"
#include "job/job.hpp"
#include "package/manifest.hpp"
#include "report/results_dir.hpp"

namespace aex::job {

class Backend {
 public:
  virtual ~Backend() = default;
  /** "cloud" or "local". */
  virtual const char* name() const = 0;
  /** The cores that this backend offers. */
  virtual Result<std::vector<package::Core>> cores(Control& control) = 0;
  /** Hands the experiment over and fills what the later verbs need into `job`, keeping its journal:
   *  the job is submitted then. A job that is sealed goes on where it stood; on an error its state
   *  tells how far it came. */
  virtual Status submit(const package::Manifest& manifest, Job& job, Control& control) = 0;
  /** True when a poll does the work itself, so that waiting between polls would waste time. */
  virtual bool works_in_poll() const = 0;
  /** The caller waits for this job now and will collect it: what can be made ready while the polls
   *  wait for their answers, may be. */
  virtual void expect(const Job&) {}
  /** Asks once, or works for a moment. */
  virtual Result<State> poll(Job& job, Control& control) = 0;
  /** Brings the result of a ready job into its folder. */
  virtual Result<report::ResultsDir> collect(Job& job, Control& control) = 0;
  /** Tells the backend that nobody waits any more. */
  virtual Status cancel(Job& job) = 0;
};

}  // namespace aex::job
