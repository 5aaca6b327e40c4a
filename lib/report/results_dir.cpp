#include "report/results_dir.hpp"

namespace aex::report {
namespace {

constexpr int kMaxDepth = 8;

std::string summary_below(const std::string& root) {
  return os::join(os::join(os::join(root, "reports"), "summary"), "summary.json");
}

Status gather(os::Files& files, const std::string& folder, int depth,
              std::vector<std::string>& found) {
  if (depth > kMaxDepth) return {};
  AEX_TRY(const std::vector<std::string>& names, files.list(folder));
  for (const std::string& name : names) {
    const std::string path = os::join(folder, name);
    AEX_TRY(const os::FileInfo& info, files.info(path, false));
    if (info.kind == os::FileKind::folder) {
      AEX_CHECK(gather(files, path, depth + 1, found));
    } else if (info.kind == os::FileKind::regular) {
      found.push_back(path);
    }
  }
  return {};
}

}  // namespace

Result<ResultsDir> find_results(os::Files& files, const std::string& directory) {
  AEX_TRY(const std::string& given, os::absolute_path(directory));
  const std::string inner = os::join(given, os::base_name(given));
  ResultsDir results;
  if (os::is_file(files, summary_below(inner))) {
    results.experiment = given;
    results.root = inner;
  } else if (os::is_file(files, summary_below(given))) {
    results.experiment = os::parent_folder(given);
    results.root = given;
  } else {
    return Error(Code::report_missing, {given, " has no reports/summary/summary.json"});
  }
  results.summary = summary_below(results.root);
  AEX_CHECK(gather(files, os::join(results.root, "reports"), 0, results.reports));
  return results;
}

}  // namespace aex::report
