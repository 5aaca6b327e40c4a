#include <cstdio>

#include "cli/connection.hpp"
#include "cli/screen/progress.hpp"
#include "cli/screen/terminal.hpp"
#include "cli/validate/output.hpp"
#include "cli/verbs/verbs.hpp"
#include "os/environment.hpp"
#include "os/random.hpp"
#include "os/scratch.hpp"

namespace aex::cli {
namespace {

constexpr std::uint64_t kTimeoutSeconds = 1800;
constexpr std::uint64_t kMaxTimeoutSeconds = 365 * 86'400;
constexpr std::uint64_t kShownAddresses = 10;
constexpr std::uint64_t kMostAddresses = 1'000'000'000;

struct Request {
  std::vector<std::string> elfs;
  std::uint64_t timeout_s = 0;
  std::size_t shown_addresses = 0;
};

/* A folder of the user's own that goes when the comparison is done. */
Result<os::Scratch> make_scratch_folder() {
  std::uint8_t random[8];
  AEX_CHECK(os::system_entropy().fill(random, sizeof random));
  std::string name = "atlasexplorer-";
  for (const std::uint8_t byte : random) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", byte);
    name += digits;
  }
  const std::string folder = os::environment("TMPDIR").value_or("");
  const std::string path = os::join(folder.empty() ? "/tmp" : folder, name);
  AEX_CHECK(os::system_files().make_folder(path, os::Access::owner, nullptr));
  return os::Scratch(os::system_files(), path);
}

Result<experiment::Outcome> run_again(const analysis::RecordedRun& run, const Arguments& arguments,
                                      const std::string& folder, std::uint64_t timeout_s) {
  AEX_TRY(Connection connection, connect(arguments, true));
  experiment::Experiment experiment;
  experiment.directory = folder;
  experiment.name = "local";
  experiment.core = run.core;
  for (const analysis::RecordedWorkload& workload : run.workloads) {
    experiment.workloads.push_back(workload.path);
  }
  ProgressDisplay display(true);
  Control control(ProgressDisplay::hook, &display);
  const Interrupt interrupt(control);
  start_clock(control, timeout_s);
  return experiment::run(experiment, connection.settings, *connection.backend, effects(true),
                         control);
}

Status validate_one(const std::string& directory, const Arguments& arguments,
                    const Request& request) {
  os::Files& files = os::system_files();
  AEX_TRY(const report::ResultsDir& cloud, report::find_results(files, directory));
  AEX_TRY(const report::Report& summary, report::Report::open(files, cloud.summary));
  AEX_TRY(analysis::RecordedRun run, analysis::find_recorded_run(files, cloud, request.elfs));
  AEX_TRY(const os::Scratch& scratch, make_scratch_folder());
  AEX_TRY(const experiment::Outcome& outcome,
          run_again(run, arguments, scratch.path(), request.timeout_s));
  ValidatedResult result{cloud.root, run.core, summary.simulator(), std::move(run.workloads), {}};
  AEX_TRY(result.validation, analysis::compare(files, cloud, outcome.results, result.workloads));
  print(arguments.has("json") ? validation_json(result, request.shown_addresses)
                              : validation_tables(result, request.shown_addresses));
  const std::string contradiction = result.validation.contradiction();
  if (contradiction.empty()) return {};
  return Error(Code::exact_metric_differs, cloud.root + ": " + contradiction);
}

}  // namespace

Status validate(const Arguments& arguments) {
  Request request;
  AEX_TRY(request.timeout_s, arguments.number("timeout-s", kTimeoutSeconds, 1, kMaxTimeoutSeconds));
  AEX_TRY(const std::uint64_t shown,
          arguments.number("addresses", kShownAddresses, 0, kMostAddresses));
  request.shown_addresses = static_cast<std::size_t>(shown);
  request.elfs = arguments.values("elf");
  Status outcome;
  for (const std::string& directory : arguments.operands()) {
    Status validated = validate_one(directory, arguments, request);
    if (validated.ok()) continue;
    if (validated.error().code() == Code::cancelled) return validated;
    if (outcome.ok()) {
      outcome = std::move(validated);
    } else {
      print_failure(validated.error());
    }
  }
  return outcome;
}

}  // namespace aex::cli
