/** One run, end to end. Start reading here. */
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"
#include "job/wait.hpp"
#include "os/clock.hpp"
#include "report/report.hpp"

namespace aex::experiment {

/** What the user wants run. */
struct Experiment {
  std::string directory = "."; /**< E: the experiment gets a folder in it */
  std::string name;            /**< N; empty: "<core>_<date>" */
  std::string core;            /**< empty: the only one that the backend offers */
  std::vector<std::string> workloads;
};

/** The effects of a run, each a seam. Borrowed. */
struct Effects {
  os::Files& files;
  os::Clock& clock;
  Entropy& entropy;
};

/** What came out. */
struct Outcome {
  job::Job job;
  report::ResultsDir results;
  report::Report report;
};

/** Stages 1 to 5: checks the workloads, finds the core, makes the folder, hands over. The folder
 * has a journal from its first moment. On an error for which there is no help nothing is left
 * behind; on one that may pass the folder stays, and the detail says that the run can be resumed
 * from it. Errors of 1xx to 5xx and 8xx; Code::invalid_argument from the local engine for more
 * workloads than the core has threads. */
Result<job::Job> submit(const Experiment& experiment, const config::Settings& settings,
                        job::Backend& backend, Effects effects, Control& control);

/* The verbs below hold the job's folder while they run and begin from its journal: Code::job_busy
 * while another process drives the job; Code::job_missing. A job that was not handed over yet is
 * handed over first, without uploading again what was accepted. */

/** Asks once where a job is. Code::job_failed and Code::job_unknown are final, as in wait(). */
Result<job::State> poll(job::Job& job, job::Backend& backend, Effects effects, Control& control);

/** Stage 6 of a job: waits until its result is ready. After Code::job_failed or Code::job_unknown
 *  the journal holds no secret any more; after a code of 9xx, the workload's own end in this
 *  process, the folder is gone. Code::timeout names the folder to resume from. */
Status wait(job::Job& job, const job::PollPolicy& policy, job::Backend& backend, Effects effects,
            Control& control);

/** Stages 7 to 10 of a ready job: collects and reads the report; of a collected one the last alone.
 *  The journal holds no secret afterwards. Code::job_not_ready. */
Result<Outcome> collect(job::Job job, job::Backend& backend, Effects effects, Control& control);

/** Stages 6 to 10 of a job: waits, then collects. */
Result<Outcome> finish(job::Job job, job::Backend& backend, Effects effects, Control& control,
                       const job::PollPolicy& policy = {});

/** submit, then finish. */
Result<Outcome> run(const Experiment& experiment, const config::Settings& settings,
                    job::Backend& backend, Effects effects, Control& control);

/** Gives a job up: tells the backend, and leaves no secret. One that is over stays as it was. */
Status cancel(job::Job& job, job::Backend& backend, os::Files& files);
/** The same without a word to the backend: the cloud has no way to be told. */
Status give_up(job::Job& job, os::Files& files);

/** The pauses between polls that the settings ask for. */
job::PollPolicy poll_policy(const config::Patience& patience);

/** The core called `name`, or the only one if `name` is empty; else Code::core_unknown with the
 *  list of those offered. */
Result<package::Core> choose_core(const std::vector<package::Core>& offered,
                                  const std::string& name);

}  // namespace aex::experiment
