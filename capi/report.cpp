#include "atlasexplorer/report.h"

#include "capi/session/handles.hpp"

using aex::report::CycleInterval;
using aex::report::Metric;
using aex::report::Report;
using aex::report::ResultsDir;
using aex::report::WorkloadEnd;

namespace {

const Metric& metric_of(const aex_metric* metric) {
  static const auto* const none = new Metric();
  return metric == nullptr ? *none : *reinterpret_cast<const Metric*>(metric);
}

const aex_metric* to_c(const Metric* metric) { return reinterpret_cast<const aex_metric*>(metric); }

/* Where the files lie when `path` is a folder; a summary.json stands alone. */
aex::Result<ResultsDir> find(aex::os::Files& files, const std::string& path) {
  const aex::Result<aex::os::FileInfo> info = files.info(path, true);
  if (!info.ok() || info.value().kind == aex::os::FileKind::folder) {
    return aex::report::find_results(files, path);
  }
  ResultsDir alone;
  alone.summary = path;
  return alone;
}

int32_t give(int64_t* out, const std::optional<std::int64_t>& value) {
  if (out == nullptr || !value.has_value()) return 0;
  *out = *value;
  return 1;
}

const WorkloadEnd* end_at(const aex_report* report, size_t index) {
  return index < aex_report_workload_count(report) ? &report->report.workloads()[index] : nullptr;
}

}  // namespace

aex_code aex_report_open(aex_report** out, const char* path, aex_error** error) {
  using namespace aex::capi;
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {path, "path"}}));
    aex::os::Files& files = system_effects().files;
    AEX_TRY(ResultsDir results, find(files, path));
    AEX_TRY(Report report, Report::open(files, results.summary));
    *out = new aex_report{std::move(report), std::move(results)};
    return {};
  });
}

void aex_report_free(aex_report* report) { delete report; }

int32_t aex_report_total_cycles(int64_t* out, const aex_report* report) {
  return report == nullptr ? 0 : give(out, report->report.total_cycles());
}

int32_t aex_report_total_cycles_is_estimate(const aex_report* report) {
  return report != nullptr && report->report.total_cycles_is_estimate() ? 1 : 0;
}

int32_t aex_report_cycle_interval(int64_t* low, int64_t* high, const aex_report* report) {
  if (low == nullptr || high == nullptr || report == nullptr) return 0;
  const std::optional<CycleInterval>& interval = report->report.cycle_interval();
  if (!interval.has_value()) return 0;
  *low = interval->low;
  *high = interval->high;
  return 1;
}

const char* aex_report_cycle_model(const aex_report* report) {
  const bool is_known = report != nullptr && report->report.cycle_interval().has_value();
  return is_known ? report->report.cycle_interval()->model.c_str() : "";
}

int32_t aex_report_total_instructions(int64_t* out, const aex_report* report) {
  return report == nullptr ? 0 : give(out, report->report.total_instructions());
}

const char* aex_report_simulator(const aex_report* report) {
  return report == nullptr ? "" : report->report.simulator().c_str();
}

const char* aex_report_core(const aex_report* report) {
  return report == nullptr ? "" : report->report.core().c_str();
}

const char* aex_report_summary_path(const aex_report* report) {
  return report == nullptr ? "" : report->files.summary.c_str();
}

const char* aex_report_directory(const aex_report* report) {
  return report == nullptr ? "" : report->files.root.c_str();
}

size_t aex_report_file_count(const aex_report* report) {
  return report == nullptr ? 0 : report->files.reports.size();
}

const char* aex_report_file(const aex_report* report, size_t index) {
  return index < aex_report_file_count(report) ? report->files.reports[index].c_str() : "";
}

size_t aex_report_workload_count(const aex_report* report) {
  return report == nullptr ? 0 : report->report.workloads().size();
}

const char* aex_report_workload_name(const aex_report* report, size_t index) {
  const WorkloadEnd* end = end_at(report, index);
  return end == nullptr ? "" : end->name.c_str();
}

int32_t aex_report_workload_exit_status(const aex_report* report, size_t index) {
  const WorkloadEnd* end = end_at(report, index);
  return end == nullptr ? 0 : static_cast<int32_t>(end->exit_status);
}

const char* aex_report_workload_output(const aex_report* report, size_t index) {
  const WorkloadEnd* end = end_at(report, index);
  return end == nullptr ? "" : end->output.c_str();
}

int32_t aex_report_workload_output_is_cut(const aex_report* report, size_t index) {
  const WorkloadEnd* end = end_at(report, index);
  return end != nullptr && end->is_output_cut ? 1 : 0;
}

size_t aex_report_metric_count(const aex_report* report) {
  return report == nullptr ? 0 : report->report.metrics().size();
}

const aex_metric* aex_report_metric(const aex_report* report, size_t index) {
  const bool exists = index < aex_report_metric_count(report);
  return exists ? to_c(&report->report.metrics()[index]) : nullptr;
}

const aex_metric* aex_report_find(const aex_report* report, const char* name) {
  return report == nullptr || name == nullptr ? nullptr : to_c(report->report.find(name));
}

const char* aex_metric_name(const aex_metric* metric) { return metric_of(metric).name.c_str(); }

const char* aex_metric_description(const aex_metric* metric) {
  return metric_of(metric).description.c_str();
}

int64_t aex_metric_visibility(const aex_metric* metric) { return metric_of(metric).visibility; }

aex_metric_kind aex_metric_value_kind(const aex_metric* metric) {
  return static_cast<aex_metric_kind>(metric_of(metric).kind);
}

int64_t aex_metric_integer(const aex_metric* metric) { return metric_of(metric).integer; }
double aex_metric_real(const aex_metric* metric) { return metric_of(metric).real; }
const char* aex_metric_text(const aex_metric* metric) { return metric_of(metric).text.c_str(); }
