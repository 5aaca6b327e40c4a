#include "analysis/validation/validation.hpp"

#include <algorithm>
#include <cmath>

#include "report/inst_counts.hpp"

namespace aex::analysis {
namespace {

using report::Metric;

constexpr char kCycles[] = "Total Cycles Consumed";
constexpr char kInstructions[] = "Total Instructions Retired";

bool begins(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

std::optional<double> number_of(const Metric* metric) {
  if (metric == nullptr || metric->kind == Metric::Kind::text) return std::nullopt;
  return metric->real;
}

bool is_whole(const Metric* metric) {
  return metric == nullptr || metric->kind == Metric::Kind::integer;
}

ComparedMetric compare_metric(const std::string& name, const Metric* cloud, const Metric* local) {
  ComparedMetric compared;
  compared.name = name;
  compared.cloud = number_of(cloud);
  compared.local = number_of(local);
  compared.is_whole = is_whole(cloud) && is_whole(local);
  if (local != nullptr) {
    compared.basis = begins(name, kInstructions) ? Basis::exact : Basis::modelled;
  }
  return compared;
}

ComparedSummary compare_summary(const std::string& name, const report::Report& cloud,
                                const report::Report& local) {
  ComparedSummary summary;
  summary.name = name;
  summary.interval = local.cycle_interval();
  for (const Metric& metric : cloud.metrics()) {
    summary.metrics.push_back(compare_metric(metric.name, &metric, local.find(metric.name)));
  }
  for (const Metric& metric : local.metrics()) {
    if (cloud.find(metric.name) != nullptr) continue;
    summary.metrics.push_back(compare_metric(metric.name, nullptr, &metric));
  }
  return summary;
}

const ComparedMetric* find(const std::vector<ComparedMetric>& metrics, const char* name) {
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const ComparedMetric& one) { return one.name == name; });
  return found == metrics.end() ? nullptr : &*found;
}

/* Of lists in the order of their addresses. A piece of code that changes itself has an address
 * twice. */
std::vector<ComparedCount> side_by_side(const std::vector<report::InstructionCount>& cloud,
                                        const std::vector<report::InstructionCount>& local) {
  std::vector<ComparedCount> rows;
  std::size_t c = 0, l = 0;
  while (c < cloud.size() || l < local.size()) {
    ComparedCount row;
    row.address = c == cloud.size()   ? local[l].address
                  : l == local.size() ? cloud[c].address
                                      : std::min(cloud[c].address, local[l].address);
    while (c < cloud.size() && cloud[c].address == row.address) row.cloud += cloud[c++].retired;
    while (l < local.size() && local[l].address == row.address) row.local += local[l++].retired;
    rows.push_back(row);
  }
  return rows;
}

std::string counts_path(const report::ResultsDir& results, const std::string& workload) {
  const std::string folder = workload_stem(workload) + "_Instruction_Counts";
  return os::join(os::join(os::join(results.root, "reports"), folder), "inst_counts.txt");
}

Status compare_counts(os::Files& files, const std::string& cloud_path,
                      const std::string& local_path, ComparedCounts& compared) {
  AEX_TRY(const std::vector<report::InstructionCount>& cloud,
          report::read_inst_counts(files, cloud_path));
  AEX_TRY(const std::vector<report::InstructionCount>& local,
          report::read_inst_counts(files, local_path));
  const std::vector<ComparedCount> rows = side_by_side(cloud, local);
  compared.addresses = rows.size();
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(compared.differing),
               [](const ComparedCount& row) { return row.cloud != row.local; });
  return {};
}

bool is_summary(const std::string& path) {
  const std::string name = os::base_name(path);
  return os::base_name(os::parent_folder(path)) == "summary" && name.size() > 5 &&
         name.compare(name.size() - 5, 5, ".json") == 0;
}

std::string number_text(double number) {
  return std::to_string(static_cast<std::int64_t>(std::llround(number)));
}

}  // namespace

const char* basis_name(Basis basis) noexcept {
  switch (basis) {
    case Basis::exact: return "exact";
    case Basis::modelled: return "modelled";
    case Basis::not_modelled: break;
  }
  return "not modelled";
}

std::optional<double> ComparedMetric::percent() const {
  if (!cloud.has_value() || !local.has_value() || *cloud == 0) return std::nullopt;
  return 100 * (*local - *cloud) / *cloud;
}

std::optional<bool> ComparedSummary::is_in_interval() const {
  const ComparedMetric* cycles = find(metrics, kCycles);
  if (!interval.has_value() || cycles == nullptr || !cycles->cloud.has_value()) return std::nullopt;
  return *cycles->cloud >= static_cast<double>(interval->low) &&
         *cycles->cloud <= static_cast<double>(interval->high);
}

bool ComparedSummary::is_empty() const {
  return std::all_of(metrics.begin(), metrics.end(), [](const ComparedMetric& metric) {
    return metric.cloud.value_or(0) == 0 && metric.local.value_or(0) == 0;
  });
}

std::string Validation::contradiction() const {
  for (const ComparedSummary& summary : summaries) {
    for (const ComparedMetric& metric : summary.metrics) {
      if (metric.basis != Basis::exact || !metric.differs()) continue;
      return metric.name + " of " + summary.name + ": " + number_text(*metric.cloud) +
             " in the cloud, " + number_text(*metric.local) + " here";
    }
  }
  for (const ComparedCounts& one : counts) {
    if (one.differing.empty()) continue;
    return one.workload + " retired different numbers of instructions at " +
           std::to_string(one.differing.size()) + " of " + std::to_string(one.addresses) +
           " addresses";
  }
  return {};
}

Result<Validation> compare(os::Files& files, const report::ResultsDir& cloud,
                           const report::ResultsDir& local,
                           const std::vector<RecordedWorkload>& workloads) {
  Validation validation;
  for (const std::string& path : cloud.reports) {
    const std::string name = os::base_name(path);
    const std::string other = os::join(os::parent_folder(local.summary), name);
    if (!is_summary(path)) continue;
    AEX_TRY(const report::Report& theirs, report::Report::open(files, path));
    report::Report ours;
    if (os::is_file(files, other)) {
      AEX_TRY(ours, report::Report::open(files, other));
    }
    validation.summaries.push_back(compare_summary(name, theirs, ours));
  }
  for (const RecordedWorkload& workload : workloads) {
    const std::string theirs = counts_path(cloud, workload.name);
    if (!os::is_file(files, theirs)) continue;
    ComparedCounts compared;
    compared.workload = workload.name;
    const std::string ours = counts_path(local, os::base_name(workload.path));
    AEX_CHECK(compare_counts(files, theirs, ours, compared));
    validation.counts.push_back(std::move(compared));
  }
  return validation;
}

}  // namespace aex::analysis
