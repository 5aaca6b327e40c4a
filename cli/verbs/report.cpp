#include "report/report.hpp"

#include "cli/screen/terminal.hpp"
#include "cli/verbs/summary.hpp"
#include "cli/verbs/verbs.hpp"
#include "report/results_dir.hpp"

namespace aex::cli {
namespace {

Result<std::string> find_summary(const std::string& path) {
  os::Files& files = os::system_files();
  const auto found = files.info(path, true);
  if (!found.ok() && found.error().code() == Code::file_missing) {
    return Error(Code::report_missing, path);
  }
  if (!found.ok()) return found.error();
  if (found.value().kind != os::FileKind::folder) return path;
  AEX_TRY(const report::ResultsDir& results, report::find_results(files, path));
  return results.summary;
}

}  // namespace

Status report(const Arguments& arguments) {
  AEX_TRY(const std::string& path, find_summary(arguments.operands()[0]));
  AEX_TRY(const report::Report& report, report::Report::open(os::system_files(), path));
  const std::vector<std::string> patterns = arguments.values("metric");
  const auto metrics = pick(report, patterns);
  if (metrics.empty() && !patterns.empty()) {
    return Error(Code::metric_unknown, "'" + patterns[0] + "' in " + path);
  }
  if (arguments.has("json")) {
    print(summary_json(report, path, metrics));
    return {};
  }
  print(summary_table(report, metrics));
  const std::string ends = patterns.empty() ? workload_lines(report) : "";
  if (!ends.empty()) print("\n" + ends);
  return {};
}

}  // namespace aex::cli
