#include "experiment/run.hpp"

#include "cli/connection.hpp"
#include "cli/screen/progress.hpp"
#include "cli/screen/terminal.hpp"
#include "cli/verbs/summary.hpp"
#include "cli/verbs/verbs.hpp"
#include "codec/json.hpp"
#include "job/listing.hpp"

namespace aex::cli {
namespace {

constexpr std::uint64_t kTimeoutSeconds = 1800;
constexpr std::uint64_t kMaxTimeoutSeconds = 365 * 86'400;

std::string json_text(const experiment::Outcome& outcome) {
  codec::Json object = codec::Json::object();
  object.add("name", outcome.job.name).add("directory", outcome.job.directory);
  object.add("backend", outcome.job.backend).add("core", outcome.job.core);
  add_totals(object, outcome.report);
  add_workloads(object, outcome.report);
  codec::Json reports = codec::Json::array();
  for (const std::string& path : outcome.results.reports) reports.add("", path);
  object.add("summary", outcome.results.summary).add("reports", std::move(reports));
  return object.dump() + "\n";
}

std::string readable_text(const experiment::Outcome& outcome) {
  std::string text = outcome.job.name + " on " + outcome.job.core + " (" + outcome.job.backend;
  if (!outcome.report.simulator().empty()) text += ", " + outcome.report.simulator();
  text = harmless(text + ")") + "\n\n";
  text += summary_table(outcome.report, pick(outcome.report, {}));
  const std::string root = outcome.results.root + "/";
  if (const std::string ends = workload_lines(outcome.report); !ends.empty()) text += "\n" + ends;
  text += "\nResults in " + harmless(root) + "\n";
  for (const std::string& path : outcome.results.reports) {
    const bool is_inside = path.compare(0, root.size(), root) == 0;
    text += "  " + harmless(is_inside ? path.substr(root.size()) : path) + "\n";
  }
  return text;
}

/** What the user can do about a job that goes on without him. */
void tell_resume(const Error& error, const job::Job& job) {
  const bool goes_on = error.code() == Code::cancelled || error.retryable();
  if (!goes_on || job.backend != "cloud" || error.code() == Code::timeout) return;
  print_error("atlasexplorer: the experiment goes on; fetch it with: atlasexplorer resume '" +
              harmless(job.directory) + "'\n");
}

Status finish(job::Job job, Connection& connection, ProgressDisplay& display, Control& control,
              bool as_json) {
  const job::Job started = job;
  auto outcome =
      experiment::finish(std::move(job), *connection.backend, effects(started.backend == "local"),
                         control, experiment::poll_policy(connection.settings.patience));
  display.finish();
  if (!outcome.ok()) {
    tell_resume(outcome.error(), started);
    return outcome.error();
  }
  print(as_json ? json_text(outcome.value()) : readable_text(outcome.value()));
  return {};
}

}  // namespace

Status run(const Arguments& arguments) {
  AEX_TRY(const std::uint64_t timeout_s,
          arguments.number("timeout-s", kTimeoutSeconds, 1, kMaxTimeoutSeconds));
  const bool is_local = arguments.has("local");
  AEX_TRY(Connection connection, connect(arguments, is_local));
  experiment::Experiment experiment;
  experiment.directory = arguments.value("expdir", ".");
  experiment.name = arguments.value("name", "");
  experiment.core = arguments.value("core", "");
  experiment.workloads = arguments.operands();
  ProgressDisplay display(is_local);
  Control control(ProgressDisplay::hook, &display);
  const Interrupt interrupt(control);
  start_clock(control, timeout_s);
  AEX_TRY(job::Job job, experiment::submit(experiment, connection.settings, *connection.backend,
                                           effects(is_local), control));
  return finish(std::move(job), connection, display, control, arguments.has("json"));
}

namespace {

Status resume_one(const std::string& directory, const Arguments& arguments,
                  std::uint64_t timeout_s) {
  AEX_TRY(job::Job job, job::load(os::system_files(), directory));
  if (job.state == job::State::failed) {
    return Error(Code::job_failed, job.directory + " had failed before");
  }
  const bool is_local = job.backend == "local";
  AEX_TRY(Connection connection, connect(arguments, is_local));
  ProgressDisplay display(is_local);
  Control control(ProgressDisplay::hook, &display);
  const Interrupt interrupt(control);
  start_clock(control, timeout_s);
  return finish(std::move(job), connection, display, control, arguments.has("json"));
}

/** Tries them all; the first failure is the outcome. */
Status resume_all(const std::string& directory, const Arguments& arguments,
                  std::uint64_t timeout_s) {
  AEX_TRY(const std::vector<job::Listed>& found, job::list_jobs(os::system_files(), directory));
  Status outcome;
  for (const job::Listed& listed : found) {
    if (!listed.is_resumable()) continue;
    Status resumed = resume_one(listed.job.directory, arguments, timeout_s);
    if (resumed.ok()) continue;
    if (resumed.error().code() == Code::cancelled) return resumed;
    if (outcome.ok()) {
      outcome = std::move(resumed);
    } else {
      print_failure(resumed.error());
    }
  }
  return outcome;
}

}  // namespace

Status resume(const Arguments& arguments) {
  AEX_TRY(const std::uint64_t timeout_s,
          arguments.number("timeout-s", kTimeoutSeconds, 1, kMaxTimeoutSeconds));
  const std::vector<std::string>& operands = arguments.operands();
  if (arguments.has("all")) {
    return resume_all(operands.empty() ? "." : operands[0], arguments, timeout_s);
  }
  if (operands.empty()) return misuse("resume needs the folder of a run, or --all");
  return resume_one(operands[0], arguments, timeout_s);
}

}  // namespace aex::cli
