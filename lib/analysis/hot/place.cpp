#include "analysis/hot/place.hpp"

#include "analysis/validation/recorded_run.hpp"
#include "codec/json.hpp"
#include "report/results_dir.hpp"

namespace aex::analysis {
namespace {

constexpr std::string_view kFolderEnd = "_Instruction_Counts";
constexpr std::size_t kMaxConfigBytes = 1 << 20;

/* The name before "_Instruction_Counts"; empty for other reports. */
std::string workload_of(const std::string& counts) {
  const std::string folder = os::base_name(os::parent_folder(counts));
  const bool is_counts = os::base_name(counts) == "inst_counts.txt" &&
                         folder.size() > kFolderEnd.size() &&
                         folder.substr(folder.size() - kFolderEnd.size()) == kFolderEnd;
  return is_counts ? folder.substr(0, folder.size() - kFolderEnd.size()) : std::string();
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

Result<std::string> choose(const report::ResultsDir& results, const std::string& workload,
                           const std::string& path) {
  std::string chosen;
  std::string names;
  int count = 0;
  for (const std::string& report : results.reports) {
    const std::string name = workload_of(report);
    if (name.empty()) continue;
    names += (names.empty() ? "" : ", ") + name;
    if (!workload.empty() && workload_stem(workload) != name) continue;
    chosen = report;
    ++count;
  }
  if (count == 1) return chosen;
  if (names.empty()) return Error(Code::report_missing, path + " has no instruction counts");
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
  AEX_TRY(place.counts, choose(results, workload, path));
  const std::string name = workload_of(place.counts);
  place.elf = find_elf(files, results.experiment, name);
  if (place.elf.empty()) place.elf = find_elf(files, results.root, name);
  const std::string sources = os::join(results.experiment, "sources");
  if (os::is_folder(files, sources)) place.sources = sources;
  return place;
}

}  // namespace aex::analysis
