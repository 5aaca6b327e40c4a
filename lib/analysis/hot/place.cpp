#include "analysis/hot/place.hpp"

#include <algorithm>

#include "analysis/validation/recorded_run.hpp"
#include "codec/json.hpp"
#include "report/results_dir.hpp"

namespace aex::analysis {
namespace {

constexpr std::string_view kFolderEnd = "_Instruction_Counts";
constexpr std::string_view kTraceEnd = ".zstf";
constexpr std::size_t kMaxConfigBytes = 1 << 20;

/* What stands before `end`; empty if there is none. */
std::string before(const std::string& name, std::string_view end) {
  const bool has_end =
      name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
  return has_end ? name.substr(0, name.size() - end.size()) : std::string();
}

/* Of NAME_Instruction_Counts/inst_counts.txt and of NAME.elf.zstf; empty for other files. */
std::string workload_of(const std::string& counts) {
  const std::string name = os::base_name(counts);
  if (name == "inst_counts.txt") {
    return before(os::base_name(os::parent_folder(counts)), kFolderEnd);
  }
  return workload_stem(before(name, kTraceEnd));
}

/* Paths in config.json are as the user gave them: absolute, or relative to where that was. */
std::string find_elf(os::Files& files, const std::string& folder, const std::string& workload) {
  const Result<std::string> text =
      os::read_text(files, os::join(folder, "config.json"), kMaxConfigBytes);
  if (!text.ok()) return {};
  const Result<codec::Json> config = codec::Json::parse(text.value());
  if (!config.ok()) return {};
  const codec::JsonNode list = config.value()["workload"];
  for (codec::JsonNode row = list.first(); row.exists(); row = row.next()) {
    const std::string elf(row["elf"].text());
    if (elf.empty() || workload_stem(elf) != workload) continue;
    for (const std::string& path : {elf, os::join(folder, elf)}) {
      if (os::is_file(files, path)) return path;
    }
  }
  return {};
}

/* The workloads' traces, as the service keeps them. */
std::vector<std::string> traces_of(os::Files& files, const report::ResultsDir& results) {
  const std::string folder = os::join(results.root, ".experiment");
  std::vector<std::string> traces;
  const Result<std::vector<std::string>> names = files.list(folder);
  if (!names.ok()) return traces;
  for (const std::string& name : names.value()) traces.push_back(os::join(folder, name));
  return traces;
}

Result<std::string> choose(const std::vector<std::string>& candidates, const std::string& workload,
                           const std::string& path) {
  std::string chosen;
  std::string names;
  int count = 0;
  for (const std::string& candidate : candidates) {
    const std::string name = workload_of(candidate);
    if (name.empty()) continue;
    names += (names.empty() ? "" : ", ") + name;
    if (!workload.empty() && workload_stem(workload) != name) continue;
    chosen = candidate;
    ++count;
  }
  if (count == 1) return chosen;
  if (names.empty())
    return Error(Code::report_missing, path + " has no instruction counts and no trace");
  return Error(Code::report_missing, path + " has the instruction counts of " + names);
}

}  // namespace

Result<HotPlace> find_counts(os::Files& files, const std::string& path,
                             const std::string& workload) {
  HotPlace place;
  if (os::is_file(files, path)) {
    place.counts = path;
    return place;
  }
  AEX_TRY(const report::ResultsDir& results, report::find_results(files, path));
  const bool has_counts = std::any_of(results.reports.begin(), results.reports.end(),
                                      [](const auto& path) { return !workload_of(path).empty(); });
  AEX_TRY(place.counts,
          choose(has_counts ? results.reports : traces_of(files, results), workload, path));
  const std::string name = workload_of(place.counts);
  place.elf = find_elf(files, results.experiment, name);
  if (place.elf.empty()) place.elf = find_elf(files, results.root, name);
  const std::string sources = os::join(results.experiment, "sources");
  if (os::is_folder(files, sources)) place.sources = sources;
  return place;
}

}  // namespace aex::analysis
