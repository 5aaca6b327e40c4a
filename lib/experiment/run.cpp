#include "experiment/run.hpp"

#include "experiment/submit.hpp"
#include "job/claim.hpp"

namespace aex::experiment {
namespace {

constexpr std::size_t kMaxToldCores = 32;

/** The workload ended a run in this process: nothing was paid for, and nothing is to be fetched. */
bool is_of_guest(const Error& error) { return static_cast<int>(error.code()) / 100 == 9; }

/* An HTTP status in the way may be a proxy's word, or that of a URL: a run is lost only when the
 * service itself says so. */
bool is_final(const Error& error) {
  const bool is_lost = error.code() == Code::job_unknown && error.http_status() == 0;
  return is_lost || error.code() == Code::job_failed || is_of_guest(error);
}

/** Ends a job for good; its journal keeps no secret any more. The name of a result's folder is on
 *  the disk before; should the machine stop soon, the next process finds the result by it. */
Status close(job::Job& job, job::State state, os::Files& files) {
  job.state = state;
  job.wipe_secrets();
  AEX_CHECK(job::sweep(files, job));
  if (state == job::State::collected) return job::note(files, job, {job.directory});
  return job::save(files, job);
}

Error note_failure(job::Job& job, const Error& error, os::Files& files) {
  if (!is_final(error)) return error;
  job.state = job::State::failed;
  const Status noted =
      is_of_guest(error) ? files.remove_tree(job.directory) : close(job, job::State::failed, files);
  return noted.ok() ? error : noted.error();
}

Status check_hope(const job::Job& job) {
  if (job.state == job::State::cancelled)
    return Error(Code::cancelled, {job.name, " was given up"});
  if (job.state != job::State::failed) return {};
  return Error(Code::job_failed, {job.name, " had failed before"});
}

/** Submits what is not submitted yet. */
Status reach_backend(job::Job& job, job::Backend& backend, Effects effects, Control& control) {
  AEX_CHECK(check_hope(job));
  const Status handed = hand_over(job, backend, effects, control);
  return handed.ok() ? Status() : with_way_on(handed.error(), job);
}

Result<Outcome> read_results(job::Job job, report::ResultsDir results, os::Files& files) {
  AEX_TRY(report::Report report, report::Report::open(files, results.summary));
  return Outcome{std::move(job), std::move(results), std::move(report)};
}

/** Fetches the result of a ready job, reads it and ends the job. */
Result<Outcome> bring(const job::Job& job, job::Backend& backend, Effects effects,
                      Control& control) {
  AEX_CHECK(job::sweep(effects.files, job));
  job::Job fetched = job;
  AEX_TRY(report::ResultsDir results, backend.collect(fetched, control));
  AEX_CHECK(control.report(Stage::report, 0, 0));
  AEX_TRY(Outcome outcome, read_results(std::move(fetched), std::move(results), effects.files));
  AEX_CHECK(close(outcome.job, job::State::collected, effects.files));
  return outcome;
}

}  // namespace

Result<package::Core> choose_core(const std::vector<package::Core>& offered,
                                  const std::string& name) {
  std::string names;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    if (offered[i].name == name) return offered[i];
    if (i < kMaxToldCores) names += (names.empty() ? "" : ", ") + offered[i].name;
    if (i == kMaxToldCores) names += ", and more";
  }
  if (name.empty() && offered.size() == 1) return offered.front();
  const std::string asked = name.empty() ? "no core was chosen" : concat({"'", name, "'"});
  return Error(Code::core_unknown, {asked, "; offered are: ", names.empty() ? "none" : names});
}

Result<job::State> poll(job::Job& job, job::Backend& backend, Effects effects, Control& control) {
  AEX_TRY(const job::Claim claim, job::Claim::take(effects.files, job));
  AEX_CHECK(reach_backend(job, backend, effects, control));
  if (job.state == job::State::ready || job.state == job::State::collected) return job.state;
  Result<job::State> state = backend.poll(job, control);
  if (!state.ok()) return note_failure(job, state.error(), effects.files);
  return state;
}

Status wait(job::Job& job, const job::PollPolicy& policy, job::Backend& backend, Effects effects,
            Control& control) {
  AEX_TRY(const job::Claim claim, job::Claim::take(effects.files, job));
  AEX_CHECK(reach_backend(job, backend, effects, control));
  if (job.state == job::State::collected) return {};
  job::PollPolicy drawn = policy;
  drawn.entropy = &effects.entropy;
  backend.expect(job);
  Status waited = job::wait(backend, job, drawn, effects.clock, control);
  if (!waited.ok()) return with_hope(note_failure(job, waited.error(), effects.files), job);
  return waited;
}

Result<Outcome> collect(job::Job job, job::Backend& backend, Effects effects, Control& control) {
  AEX_TRY(const job::Claim claim, job::Claim::take(effects.files, job));
  AEX_CHECK(check_hope(job));
  if (job.state == job::State::collected) {
    AEX_TRY(report::ResultsDir results, report::find_results(effects.files, job.directory));
    return read_results(std::move(job), std::move(results), effects.files);
  }
  Result<Outcome> outcome = bring(job, backend, effects, control);
  if (!outcome.ok()) return with_hope(outcome.error(), job);
  return outcome;
}

Result<Outcome> finish(job::Job job, job::Backend& backend, Effects effects, Control& control,
                       const job::PollPolicy& policy) {
  AEX_CHECK(wait(job, policy, backend, effects, control));
  return collect(std::move(job), backend, effects, control);
}

Result<Outcome> run(const Experiment& experiment, const config::Settings& settings,
                    job::Backend& backend, Effects effects, Control& control) {
  AEX_TRY(job::Job job, submit(experiment, settings, backend, effects, control));
  return finish(std::move(job), backend, effects, control, poll_policy(settings.patience));
}

job::PollPolicy poll_policy(const config::Patience& patience) {
  job::PollPolicy policy;
  policy.first_ms = patience.poll_first_ms;
  policy.longest_ms = patience.poll_longest_ms;
  return policy;
}

Status cancel(job::Job& job, job::Backend& backend, os::Files& files) {
  AEX_CHECK(give_up(job, files));
  return job.state == job::State::cancelled ? backend.cancel(job) : Status();
}

Status give_up(job::Job& job, os::Files& files) {
  AEX_TRY(const job::Claim claim, job::Claim::take(files, job));
  if (job::is_over(job.state)) return {};
  return close(job, job::State::cancelled, files);
}

}  // namespace aex::experiment
