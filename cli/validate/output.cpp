#include "cli/validate/output.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"
#include "codec/json.hpp"

namespace aex::cli {
namespace {

using analysis::ComparedCounts;
using analysis::ComparedMetric;
using analysis::ComparedSummary;

std::string formatted(const char* format, double number) {
  char text[48];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

std::string hex(std::uint64_t number) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(number));
  return text;
}

std::string value_text(const std::optional<double>& value, bool is_whole) {
  if (!value.has_value()) return "-";
  return is_whole ? grouped(std::llround(*value)) : formatted("%.6g", *value);
}

std::string difference_text(const ComparedMetric& metric) {
  if (!metric.cloud.has_value() || !metric.local.has_value()) return "-";
  const double difference = *metric.local - *metric.cloud;
  if (difference == 0) return "0";
  const std::string sign = difference > 0 ? "+" : "";
  return sign +
         (metric.is_whole ? grouped(std::llround(difference)) : formatted("%.3g", difference));
}

std::string percent_text(const std::optional<double>& percent) {
  if (!percent.has_value()) return "";
  return *percent == 0 ? "0 %" : formatted("%+.2f %%", *percent);
}

std::string grouped_count(std::uint64_t count) { return grouped(static_cast<std::int64_t>(count)); }

std::string metrics_table(const ComparedSummary& summary) {
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::left});
  table.add({"METRIC", "CLOUD", "LOCAL", "DIFFERENCE", "", ""});
  for (const ComparedMetric& metric : summary.metrics) {
    table.add({metric.name, value_text(metric.cloud, metric.is_whole),
               value_text(metric.local, metric.is_whole), difference_text(metric),
               percent_text(metric.percent()), analysis::basis_name(metric.basis)});
  }
  return table.text();
}

std::string interval_line(const ComparedSummary& summary) {
  const std::optional<bool> is_in = summary.is_in_interval();
  if (!is_in.has_value()) return {};
  return "The cloud's cycles are " + std::string(*is_in ? "within" : "OUTSIDE of") +
         " the estimate's interval, " + grouped(summary.interval->low) + " to " +
         grouped(summary.interval->high) + " (" + harmless(summary.interval->model) + ").\n";
}

std::string summary_text(const ComparedSummary& summary) {
  if (summary.is_empty()) return "\n" + harmless(summary.name) + ": of nothing, in both\n";
  return "\n" + harmless(summary.name) + "\n" + metrics_table(summary) + interval_line(summary);
}

std::string counts_text(const ComparedCounts& counts, std::size_t shown) {
  const std::size_t differing = counts.differing.size();
  std::string text = "\nInstructions of " + harmless(counts.workload) + " per address: ";
  if (differing == 0) return text + "equal at all " + grouped_count(counts.addresses) + "\n";
  text += "DIFFERENT at " + grouped_count(differing) + " of " + grouped_count(counts.addresses) +
          ", first at\n";
  Table table({Align::left, Align::right, Align::right});
  table.add({"ADDRESS", "CLOUD", "LOCAL"});
  for (std::size_t i = 0; i < std::min(shown, differing); ++i) {
    const analysis::ComparedCount& row = counts.differing[i];
    table.add({hex(row.address), grouped_count(row.cloud), grouped_count(row.local)});
  }
  return text + table.text();
}

void add_number(codec::Json& object, const char* name, const std::optional<double>& number,
                bool is_whole) {
  if (!number.has_value()) {
    object.add_null(name);
  } else if (is_whole) {
    object.add(name, static_cast<std::int64_t>(std::llround(*number)));
  } else {
    object.add(name, *number);
  }
}

codec::Json metric_json(const ComparedMetric& metric) {
  codec::Json row = codec::Json::object();
  row.add("name", metric.name);
  add_number(row, "cloud", metric.cloud, metric.is_whole);
  add_number(row, "local", metric.local, metric.is_whole);
  std::optional<double> difference;
  if (metric.cloud.has_value() && metric.local.has_value()) {
    difference = *metric.local - *metric.cloud;
  }
  add_number(row, "difference", difference, metric.is_whole);
  add_number(row, "percent", metric.percent(), false);
  row.add("basis", analysis::basis_name(metric.basis));
  return row;
}

codec::Json summary_json(const ComparedSummary& summary) {
  codec::Json object = codec::Json::object();
  object.add("summary", summary.name);
  if (summary.interval.has_value()) {
    object.add("cycles_low", summary.interval->low).add("cycles_high", summary.interval->high);
    object.add("cycles_model", summary.interval->model);
  }
  if (const std::optional<bool> is_in = summary.is_in_interval()) {
    object.add("cloud_cycles_in_interval", *is_in);
  }
  codec::Json metrics = codec::Json::array();
  for (const ComparedMetric& metric : summary.metrics) metrics.add("", metric_json(metric));
  object.add("metrics", std::move(metrics));
  return object;
}

codec::Json counts_json(const ComparedCounts& counts, std::size_t shown) {
  codec::Json object = codec::Json::object();
  object.add("workload", counts.workload).add("addresses", std::uint64_t{counts.addresses});
  object.add("differing", std::uint64_t{counts.differing.size()});
  codec::Json rows = codec::Json::array();
  for (std::size_t i = 0; i < std::min(shown, counts.differing.size()); ++i) {
    const analysis::ComparedCount& count = counts.differing[i];
    codec::Json row = codec::Json::object();
    row.add("address", hex(count.address)).add("cloud", count.cloud).add("local", count.local);
    rows.add("", std::move(row));
  }
  object.add("first", std::move(rows));
  return object;
}

}  // namespace

std::string validation_tables(const ValidatedResult& result, std::size_t shown_addresses) {
  std::string text = harmless(result.root) + "\n  " + harmless(result.core);
  if (!result.simulator.empty()) text += ", by " + harmless(result.simulator);
  text += "\n";
  for (const analysis::RecordedWorkload& workload : result.workloads) {
    text += "  " + harmless(workload.name) + " from " + harmless(workload.path) + "\n";
  }
  for (const ComparedSummary& summary : result.validation.summaries) text += summary_text(summary);
  for (const ComparedCounts& counts : result.validation.counts) {
    text += counts_text(counts, shown_addresses);
  }
  return text;
}

std::string validation_json(const ValidatedResult& result, std::size_t shown_addresses) {
  codec::Json object = codec::Json::object();
  object.add("directory", result.root).add("core", result.core);
  object.add("simulator", result.simulator);
  codec::Json workloads = codec::Json::array();
  for (const analysis::RecordedWorkload& workload : result.workloads) {
    codec::Json row = codec::Json::object();
    row.add("name", workload.name).add("path", workload.path);
    workloads.add("", std::move(row));
  }
  object.add("workloads", std::move(workloads));
  object.add("exact_metrics_differ", !result.validation.contradiction().empty());
  codec::Json summaries = codec::Json::array();
  for (const ComparedSummary& summary : result.validation.summaries) {
    summaries.add("", summary_json(summary));
  }
  codec::Json counts = codec::Json::array();
  for (const ComparedCounts& one : result.validation.counts) {
    counts.add("", counts_json(one, shown_addresses));
  }
  object.add("summaries", std::move(summaries)).add("instruction_counts", std::move(counts));
  return object.dump() + "\n";
}

}  // namespace aex::cli
