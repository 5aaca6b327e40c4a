#include "report/summary_writer.hpp"

#include <cmath>

#include "codec/json.hpp"

namespace aex::report {
namespace {

using codec::Json;

constexpr int kNormalVisibility = 100'000'000;
constexpr int kRealDigits = 6;

Json metric_json(const SummaryMetric& metric) {
  Json json = Json::object();
  json.add("desc", metric.description).add("vis", kNormalVisibility);
  if (const auto* whole = std::get_if<std::uint64_t>(&metric.value)) {
    json.add("val", *whole);
  } else if (const double real = *std::get_if<double>(&metric.value); std::isnan(real)) {
    json.add("val", "nan");
  } else {
    json.add("val", real, kRealDigits);
  }
  return json;
}

Json metrics_json(const std::vector<SummaryMetric>& metrics) {
  Json json = Json::object();
  Json keys = Json::array();
  for (const SummaryMetric& metric : metrics) {
    json.add(metric.name, metric_json(metric));
    keys.add("", metric.name);
  }
  json.add("ordered_keys", std::move(keys));
  return json;
}

Json visibilities_json() {
  Json json = Json::object();
  json.add("hidden", 0)
      .add("support", 1'000'000)
      .add("detail", 10'000'000)
      .add("normal", kNormalVisibility)
      .add("summary", 200'000'000)
      .add("critical", 1'000'000'000);
  return json;
}

void add_numbers(Json& object, const char* name, const std::vector<std::uint64_t>& numbers) {
  if (numbers.empty()) return;
  Json list = Json::array();
  for (const std::uint64_t number : numbers) list.add("", number);
  object.add(name, std::move(list));
}

Json end_json(const WorkloadEnd& end) {
  Json json = Json::object();
  json.add("name", end.name).add("exit_status", end.exit_status);
  if (!end.output.empty()) json.add("output", end.output);
  if (end.is_output_cut) json.add("output_is_cut", true);
  add_numbers(json, "unknown_system_calls", end.unknown_system_calls);
  add_numbers(json, "unknown_semihosting", end.unknown_semihosting);
  return json;
}

Json metadata_json(const Summary& summary) {
  Json json = Json::object();
  json.add("arch", summary.core).add("report_format", "json");
  if (summary.estimate.has_value()) {
    json.add("cycles_are_estimate", true)
        .add("cycles_low", summary.estimate->low)
        .add("cycles_high", summary.estimate->high)
        .add("cycles_model", summary.estimate->model);
  }
  if (summary.workloads.empty()) return json;
  Json ends = Json::array();
  for (const WorkloadEnd& end : summary.workloads) ends.add("", end_json(end));
  json.add("workloads", std::move(ends));
  return json;
}

}  // namespace

std::string summary_json(const Summary& summary) {
  Json statistics = Json::object();
  statistics.add("Summary Performance Report", metrics_json(summary.metrics));
  Json simulator = Json::object();
  simulator.add("name", summary.simulator)
      .add("sim_version", summary.simulator_version)
      .add("json_report_version", "2.1");
  Json json = Json::object();
  json.add("Statistics", std::move(statistics))
      .add("vis", visibilities_json())
      .add("siminfo", std::move(simulator))
      .add("report_metadata", metadata_json(summary));
  return json.dump(4);
}

}  // namespace aex::report
