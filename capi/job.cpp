#include "atlasexplorer/job.h"

#include "capi/session/call.hpp"
#include "capi/session/handles.hpp"
#include "job/listing.hpp"

using namespace aex::capi;
using aex::Control;
using aex::Result;
using aex::Status;
using aex::job::Job;
using aex::job::Listed;
using aex::job::State;

namespace {

AEX_OPTIONS_LAYOUT(aex_wait_options, progress_payload);

constexpr std::uint64_t kWaitMs = 1'800'000;

aex::job::PollPolicy policy_of(const aex_wait_options& options, const Session& session) {
  aex::job::PollPolicy policy = aex::experiment::poll_policy(session.settings().patience);
  if (options.poll_first_ms != 0) policy.first_ms = options.poll_first_ms;
  if (options.poll_longest_ms != 0) policy.longest_ms = options.poll_longest_ms;
  return policy;
}

bool is_there(const Job& job) { return job.state == State::ready || job.state == State::collected; }

/* Runs a call that the job's own flag ends too; a cancelled job is given up in this thread. */
template <class Body>
Status with_job(aex_job& job, std::uint64_t timeout_ms, aex_progress_hook hook, void* payload,
                Body&& body) {
  Call call(timeout_ms, hook, payload, &job.is_cancelled);
  Status status = call.control().check();
  if (status.ok()) status = body(call.control());
  if (job.is_cancelled && !job.is_given_up) {
    job.is_given_up = true;
    const Status told = job.session->cancel(job.job);
    if (status.ok()) return told;
  }
  return status;
}

template <class Body>
Status with_job(aex_job& job, const aex_wait_options& options, Body&& body) {
  const std::uint64_t timeout_ms = options.timeout_ms == 0 ? kWaitMs : options.timeout_ms;
  return with_job(job, timeout_ms, options.progress, options.progress_payload, body);
}

Status wait(aex_job& job, const aex_wait_options& options, Control& control) {
  if (is_there(job.job)) return {};
  return aex::experiment::wait(job.job, policy_of(options, *job.session), *job.session,
                               system_effects(), control);
}

Result<aex_report> read_again(const Job& job) {
  aex::os::Files& files = system_effects().files;
  AEX_TRY(aex::report::ResultsDir results, aex::report::find_results(files, job.directory));
  AEX_TRY(aex::report::Report report, aex::report::Report::open(files, results.summary));
  return aex_report{std::move(report), std::move(results)};
}

Result<aex_report> collect(aex_job& job, Control& control) {
  if (job.job.state == State::collected) return read_again(job.job);
  AEX_TRY(aex::experiment::Outcome outcome,
          aex::experiment::collect(job.job, *job.session, system_effects(), control));
  job.job = std::move(outcome.job);
  return aex_report{std::move(outcome.report), std::move(outcome.results)};
}

const char* text(const aex_job* job, std::string Job::*field) {
  return job == nullptr ? "" : (job->job.*field).c_str();
}

}  // namespace

const char* aex_job_state_name(aex_job_state state) {
  const bool is_known = state >= AEX_JOB_SUBMITTED && state <= AEX_JOB_CANCELLED;
  return is_known ? aex::job::state_name(static_cast<State>(state)) : "unknown";
}

aex_code aex_job_open(aex_job** out, aex_client* client, const char* directory, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}, {directory, "directory"}}));
    AEX_TRY(Job job, aex::job::load(system_effects().files, directory));
    if (job.backend != client->session->name()) {
      return aex::Error(aex::Code::invalid_argument,
                        {"the client has the backend '", client->session->name(), "', the job '",
                         job.backend, "'"});
    }
    *out = new aex_job(client->session, std::move(job));
    return {};
  });
}

void aex_job_free(aex_job* job) { delete job; }

const char* aex_job_name(const aex_job* job) { return text(job, &Job::name); }
const char* aex_job_directory(const aex_job* job) { return text(job, &Job::directory); }
const char* aex_job_core(const aex_job* job) { return text(job, &Job::core); }
const char* aex_job_backend(const aex_job* job) { return text(job, &Job::backend); }
const char* aex_job_uuid(const aex_job* job) { return text(job, &Job::uuid); }

aex_job_state aex_job_last_state(const aex_job* job) {
  return job == nullptr ? AEX_JOB_SUBMITTED : static_cast<aex_job_state>(job->job.state);
}

uint64_t aex_job_running_answers(const aex_job* job) {
  return job == nullptr ? 0 : job->job.running_answers;
}

aex_code aex_job_poll(aex_job_state* out, aex_job* job, const aex_call_options* options,
                      aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{job, "job"}}));
    AEX_TRY(const aex_call_options& known, read_options(options, "options"));
    AEX_CHECK(with_job(*job, known.timeout_ms, known.progress, known.progress_payload,
                       [&](Control& control) -> Status {
                         if (is_there(job->job)) return {};
                         AEX_TRY(job->job.state, aex::experiment::poll(job->job, *job->session,
                                                                       system_effects(), control));
                         return {};
                       }));
    if (out != nullptr) *out = aex_job_last_state(job);
    return {};
  });
}

aex_code aex_job_wait(aex_job* job, const aex_wait_options* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{job, "job"}}));
    AEX_TRY(const aex_wait_options& known, read_options(options, "options"));
    return with_job(*job, known, [&](Control& control) { return wait(*job, known, control); });
  });
}

aex_code aex_job_result(aex_report** out, aex_job* job, const aex_wait_options* options,
                        aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {job, "job"}}));
    AEX_TRY(const aex_wait_options& known, read_options(options, "options"));
    return with_job(*job, known, [&](Control& control) -> Status {
      AEX_CHECK(wait(*job, known, control));
      AEX_TRY(aex_report report, collect(*job, control));
      *out = new aex_report(std::move(report));
      return {};
    });
  });
}

aex_code aex_job_download(aex_job* job, const char* path, const aex_call_options* options,
                          aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{job, "job"}, {path, "path"}}));
    AEX_TRY(const aex_call_options& known, read_options(options, "options"));
    if (job->job.state != State::ready) {
      return aex::Error(aex::Code::job_not_ready, job->job.name);
    }
    return with_job(*job, known.timeout_ms, known.progress, known.progress_payload,
                    [&](Control& control) -> Status {
                      AEX_CHECK(job->session->download(job->job.result_url, path, control));
                      return {};
                    });
  });
}

void aex_job_cancel(aex_job* job) {
  if (job != nullptr) job->is_cancelled.store(true, std::memory_order_relaxed);
}

struct aex_jobs {
  std::vector<Listed> found;
};

namespace {

const Listed* at(const aex_jobs* jobs, size_t index) {
  return jobs == nullptr || index >= jobs->found.size() ? nullptr : &jobs->found[index];
}

const char* text(const aex_jobs* jobs, size_t index, std::string Job::*field) {
  const Listed* listed = at(jobs, index);
  return listed == nullptr ? "" : (listed->job.*field).c_str();
}

}  // namespace

aex_code aex_jobs_list(aex_jobs** out, const char* directory, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {directory, "directory"}}));
    AEX_TRY(std::vector<Listed> found, aex::job::list_jobs(system_effects().files, directory));
    *out = new aex_jobs{std::move(found)};
    return {};
  });
}

void aex_jobs_free(aex_jobs* jobs) { delete jobs; }

size_t aex_jobs_count(const aex_jobs* jobs) { return jobs == nullptr ? 0 : jobs->found.size(); }

const char* aex_jobs_name(const aex_jobs* jobs, size_t index) {
  return text(jobs, index, &Job::name);
}

const char* aex_jobs_directory(const aex_jobs* jobs, size_t index) {
  return text(jobs, index, &Job::directory);
}

const char* aex_jobs_core(const aex_jobs* jobs, size_t index) {
  return text(jobs, index, &Job::core);
}

const char* aex_jobs_state(const aex_jobs* jobs, size_t index) {
  const Listed* listed = at(jobs, index);
  if (listed == nullptr) return "";
  return listed->problem ? "unreadable" : aex::job::state_name(listed->job.state);
}

int64_t aex_jobs_created_ms(const aex_jobs* jobs, size_t index) {
  const Listed* listed = at(jobs, index);
  return listed == nullptr ? 0 : listed->job.created_ms;
}

aex_code aex_jobs_clean(size_t* removed, const char* directory, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{directory, "directory"}}));
    AEX_TRY(const std::vector<std::string>& gone,
            aex::job::clean_jobs(system_effects().files, directory));
    if (removed != nullptr) *removed = gone.size();
    return {};
  });
}

aex_code aex_job_discard(aex_job* job, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{job, "job"}}));
    return aex::experiment::cancel(job->job, *job->session, system_effects().files);
  });
}
