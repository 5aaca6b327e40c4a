#include "analysis/validation/recorded_run.hpp"

#include <algorithm>

#include "codec/json.hpp"
#include "report/report.hpp"

namespace aex::analysis {
namespace {

constexpr std::size_t kMaxConfigBytes = 1 << 20;

/* Where a workload that config.json calls `elf` may be. */
std::vector<std::string> places_of(const report::ResultsDir& results, const std::string& elf) {
  const std::string base = os::base_name(elf);
  std::vector<std::string> places = {elf};
  const auto add = [&](const std::string& place) {
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  };
  for (const std::string& folder : {results.experiment, results.root}) {
    if (elf.front() != '/') add(os::join(folder, elf));
    add(os::join(folder, base));
  }
  add(os::join(os::join(results.root, ".experiment"), base));
  return places;
}

Result<RecordedWorkload> find_workload(os::Files& files, const report::ResultsDir& results,
                                       const std::string& elf) {
  std::string looked_at;
  for (const std::string& place : places_of(results, elf)) {
    if (os::is_file(files, place)) return RecordedWorkload{os::base_name(elf), place};
    looked_at += (looked_at.empty() ? "" : ", ") + place;
  }
  return Error(Code::workload_missing, os::base_name(elf) + " of " + results.root + " is none of " +
                                           looked_at + "; --elf tells where it is");
}

/* The given files, of which each run takes its own. */
class GivenFiles {
 public:
  explicit GivenFiles(const std::vector<std::string>& paths) : paths_(paths) {}

  const std::string* take(const std::string& name, bool is_only_workload) {
    for (std::size_t i = 0; i < paths_.size(); ++i) {
      if (os::base_name(paths_[i]) == name) return take(i);
    }
    return is_only_workload && paths_.size() == 1 ? take(0) : nullptr;
  }

  Status check_all_taken(const std::string& result) const {
    for (const std::string& path : paths_) {
      if (std::find(taken_.begin(), taken_.end(), &path) != taken_.end()) continue;
      return Error(Code::invalid_argument, path + " is no workload of " + result);
    }
    return {};
  }

 private:
  const std::string* take(std::size_t index) {
    taken_.push_back(&paths_[index]);
    return &paths_[index];
  }

  const std::vector<std::string>& paths_;
  std::vector<const std::string*> taken_;
};

Result<RecordedRun> run_without_config(os::Files& files, const report::ResultsDir& results,
                                       const std::vector<std::string>& given) {
  if (given.empty()) {
    return Error(Code::workload_missing,
                 results.root + " has no config.json; --elf tells where the workload is");
  }
  AEX_TRY(const report::Report& report, report::Report::open(files, results.summary));
  RecordedRun run{report.core(), {}};
  for (const std::string& path : given) run.workloads.push_back({os::base_name(path), path});
  return run;
}

Result<RecordedRun> run_of(os::Files& files, const report::ResultsDir& results,
                           const codec::JsonNode& config, const std::string& path,
                           const std::vector<std::string>& given) {
  const codec::JsonNode list = config["workload"];
  RecordedRun run{std::string(config["core"].text()), {}};
  if (run.core.empty() || list.size() == 0) {
    return Error(Code::report_malformed, path + " names no core or no workload");
  }
  GivenFiles others(given);
  for (codec::JsonNode row = list.first(); row.exists(); row = row.next()) {
    const std::string elf(row["elf"].text());
    if (elf.empty()) return Error(Code::report_malformed, path + ": a workload without a name");
    if (const std::string* other = others.take(os::base_name(elf), list.size() == 1)) {
      run.workloads.push_back({os::base_name(elf), *other});
      continue;
    }
    AEX_TRY(RecordedWorkload workload, find_workload(files, results, elf));
    run.workloads.push_back(std::move(workload));
  }
  AEX_CHECK(others.check_all_taken(results.root));
  return run;
}

}  // namespace

Result<RecordedRun> find_recorded_run(os::Files& files, const report::ResultsDir& results,
                                      const std::vector<std::string>& given) {
  for (const std::string& folder : {results.experiment, results.root}) {
    const std::string path = os::join(folder, "config.json");
    if (!os::is_file(files, path)) continue;
    AEX_TRY(const std::string& text, os::read_text(files, path, kMaxConfigBytes));
    const Result<codec::Json> config = codec::Json::parse(text);
    if (!config.ok()) return Error(Code::report_malformed, path + ": " + config.error().detail());
    return run_of(files, results, config.value().node(), path, given);
  }
  return run_without_config(files, results, given);
}

std::string workload_stem(const std::string& name) {
  const std::string base = os::base_name(name);
  const std::size_t at = base.size() < 4 ? 0 : base.size() - 4;
  const std::string end = base.substr(at);
  return end == ".elf" || end == ".ELF" ? base.substr(0, at) : base;
}

}  // namespace aex::analysis
