#include "report/report.hpp"

#include "codec/json.hpp"

namespace aex::report {
namespace {

using codec::Json;
using codec::JsonNode;

constexpr std::size_t kMaxSummaryBytes = 64u << 20;
constexpr char kCycles[] = "Total Cycles Consumed";
constexpr char kInstructions[] = "Total Instructions Retired";
constexpr char kInstructionsOfAllThreads[] = "Total Instructions Retired (All Threads)";

Error malformed(Piece path, Piece why) { return {Code::report_malformed, {path, ": ", why}}; }

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

Metric metric_of(JsonNode entry) {
  Metric metric;
  metric.name = entry.key();
  metric.description = entry["desc"].text();
  metric.visibility = entry["vis"].integer();
  const JsonNode value = entry["val"];
  metric.text = value.is_string() ? std::string(value.text()) : value.dump();
  if (value.is_integer()) {
    metric.integer = value.integer();
    metric.real = value.number();
  } else if (value.is_number()) {
    metric.kind = Metric::Kind::real;
    metric.real = value.number();
  } else {
    metric.kind = Metric::Kind::text;
  }
  return metric;
}

std::optional<CycleInterval> interval_of(JsonNode metadata) {
  const JsonNode low = metadata["cycles_low"];
  const JsonNode high = metadata["cycles_high"];
  if (!metadata["cycles_are_estimate"].boolean()) return std::nullopt;
  if (!low.is_integer() || !high.is_integer()) return std::nullopt;
  return CycleInterval{low.integer(), high.integer(), std::string(metadata["cycles_model"].text())};
}

std::vector<std::uint64_t> numbers_of(JsonNode list) {
  std::vector<std::uint64_t> numbers;
  for (JsonNode number = list.first(); number.exists(); number = number.next()) {
    if (number.is_integer() && number.integer() >= 0) {
      numbers.push_back(static_cast<std::uint64_t>(number.integer()));
    }
  }
  return numbers;
}

/* A report comes from afar, and callers join this with a folder. */
std::string path_inside(std::string_view path) {
  const bool begins_inside = path.substr(0, 8) == "reports/";
  const bool climbs = concat({path, "/"}).find("/../") != std::string::npos;
  return begins_inside && !climbs ? std::string(path) : std::string();
}

WorkloadEnd end_of(JsonNode entry) {
  WorkloadEnd end;
  end.name = entry["name"].text();
  end.exit_status = entry["exit_status"].integer();
  end.output = path_inside(entry["output"].text());
  end.is_output_cut = entry["output_is_cut"].boolean();
  end.unknown_system_calls = numbers_of(entry["unknown_system_calls"]);
  end.unknown_semihosting = numbers_of(entry["unknown_semihosting"]);
  return end;
}

std::vector<WorkloadEnd> ends_of(JsonNode workloads) {
  std::vector<WorkloadEnd> ends;
  if (!workloads.is_array()) return ends;
  for (JsonNode entry = workloads.first(); entry.exists(); entry = entry.next()) {
    ends.push_back(end_of(entry));
  }
  return ends;
}

std::optional<std::int64_t> integer_of(const Metric* metric) {
  if (metric == nullptr || metric->kind != Metric::Kind::integer) return std::nullopt;
  return metric->integer;
}

}  // namespace

Result<Report> Report::open(os::Files& files, const std::string& summary_path) {
  const Result<std::string> text = os::read_text(files, summary_path, kMaxSummaryBytes);
  if (!text.ok()) {
    const Error& error = text.error();
    return error.code() == Code::file_missing ? Error(Code::report_missing, summary_path) : error;
  }
  const Result<Json> json = Json::parse(text.value());
  if (!json.ok()) return malformed(summary_path, json.error().detail());

  const JsonNode metrics = json.value()["Statistics"]["Summary Performance Report"];
  if (!metrics.is_object()) return malformed(summary_path, "no Summary Performance Report");
  Report report;
  for (JsonNode entry = metrics.first(); entry.exists(); entry = entry.next()) {
    if (entry["val"].is_number() || entry["val"].is_string()) {
      report.metrics_.push_back(metric_of(entry));
    }
  }
  const JsonNode metadata = json.value()["report_metadata"];
  report.simulator_ = trimmed(json.value()["siminfo"]["name"].text());
  report.core_ = metadata["arch"].text();
  report.interval_ = interval_of(metadata);
  report.cycles_are_estimate_ = metadata["cycles_are_estimate"].boolean();
  report.workloads_ = ends_of(metadata["workloads"]);
  return report;
}

const Metric* Report::find(std::string_view name) const {
  for (const Metric& metric : metrics_) {
    if (metric.name == name) return &metric;
  }
  return nullptr;
}

std::optional<std::int64_t> Report::total_cycles() const { return integer_of(find(kCycles)); }

std::optional<std::int64_t> Report::total_instructions() const {
  const std::optional<std::int64_t> one_thread = integer_of(find(kInstructions));
  return one_thread.has_value() ? one_thread : integer_of(find(kInstructionsOfAllThreads));
}

}  // namespace aex::report
