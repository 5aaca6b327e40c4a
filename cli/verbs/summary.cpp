#include "cli/verbs/summary.hpp"

#include <algorithm>

#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"
#include "codec/json.hpp"

namespace aex::cli {
namespace {

using report::Metric;

char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool begins(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool ends(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/** Backtracks to the last star only, so that time stays within |text|·|pattern|. */
bool glob(std::string_view text, std::string_view pattern) {
  std::size_t at = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (at < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = at;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[at])) {
      ++p;
      ++at;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool is_total(const Metric& metric) {
  return metric.name == "Total Cycles Consumed" ||
         begins(metric.name, "Total Instructions Retired");
}

bool is_ipc(const Metric& metric) { return metric.name.find("(IPC)") != std::string::npos; }

/** 0 for the totals, 1 for the IPC, 2 for all others. */
int rank(const Metric* metric) {
  if (is_total(*metric)) return 0;
  return is_ipc(*metric) ? 1 : 2;
}

std::string value_text(const Metric& metric) {
  return metric.kind == Metric::Kind::integer ? grouped(metric.integer) : metric.text;
}

codec::Json metric_json(const Metric& metric) {
  codec::Json row = codec::Json::object();
  row.add("name", metric.name);
  switch (metric.kind) {
    case Metric::Kind::integer: row.add("value", metric.integer); break;
    case Metric::Kind::real: row.add("value", metric.real); break;
    case Metric::Kind::text: row.add("value", metric.text); break;
  }
  row.add("unit", unit_of(metric.name)).add("description", metric.description);
  return row;
}

/** What to say of a number that follows from estimated cycles. */
std::string note_on(const Metric& metric, const report::Report& report) {
  if (!report.total_cycles_is_estimate()) return {};
  if (is_ipc(metric)) return "(estimate)";
  if (metric.name != "Total Cycles Consumed") return {};
  const std::optional<report::CycleInterval>& interval = report.cycle_interval();
  if (!interval.has_value()) return " (estimate)";
  return " (estimate, " + grouped(interval->low) + " to " + grouped(interval->high) + ")";
}

void add_total(codec::Json& object, const char* name, const std::optional<std::int64_t>& total) {
  if (total)
    object.add(name, *total);
  else
    object.add_null(name);
}

void add_numbers(codec::Json& object, const char* name, const std::vector<std::uint64_t>& numbers) {
  codec::Json list = codec::Json::array();
  for (const std::uint64_t number : numbers) list.add("", number);
  object.add(name, std::move(list));
}

codec::Json end_json(const report::WorkloadEnd& end) {
  codec::Json object = codec::Json::object();
  object.add("name", end.name).add("exit_status", end.exit_status);
  if (end.output.empty())
    object.add_null("output");
  else
    object.add("output", end.output);
  object.add("output_is_cut", end.is_output_cut);
  add_numbers(object, "unknown_system_calls", end.unknown_system_calls);
  add_numbers(object, "unknown_semihosting", end.unknown_semihosting);
  return object;
}

std::string unknown_calls(const report::WorkloadEnd& end) {
  std::string text;
  const auto add = [&](const char* what, std::uint64_t number) {
    text += (text.empty() ? "" : ", ") + std::string(what) + std::to_string(number);
  };
  for (const std::uint64_t number : end.unknown_system_calls) add("", number);
  for (const std::uint64_t number : end.unknown_semihosting) add("semihosting ", number);
  return text;
}

}  // namespace

bool matches(std::string_view name, std::string_view pattern) {
  const bool is_glob = pattern.find_first_of("*?") != std::string_view::npos;
  if (is_glob) return glob(lowered(name), lowered(pattern));
  return lowered(name).find(lowered(pattern)) != std::string::npos;
}

std::vector<const Metric*> pick(const report::Report& report,
                                const std::vector<std::string>& patterns) {
  std::vector<const Metric*> picked;
  for (const Metric& metric : report.metrics()) {
    const auto picks = [&](const std::string& pattern) { return matches(metric.name, pattern); };
    if (patterns.empty() || std::any_of(patterns.begin(), patterns.end(), picks)) {
      picked.push_back(&metric);
    }
  }
  std::stable_sort(picked.begin(), picked.end(),
                   [](const Metric* a, const Metric* b) { return rank(a) < rank(b); });
  return picked;
}

const char* unit_of(std::string_view name) {
  if (ends(name, "Percent") || begins(name, "Percent")) return "%";
  if (ends(name, "(cycles)") || name == "Total Cycles Consumed") return "cycles";
  return begins(name, "Total Instructions Retired") ? "instructions" : "";
}

std::string summary_table(const report::Report& report, const std::vector<const Metric*>& metrics) {
  Table table({Align::left, Align::right, Align::left});
  for (const Metric* metric : metrics) {
    table.add(
        {metric->name, value_text(*metric), unit_of(metric->name) + note_on(*metric, report)});
  }
  return table.text();
}

void add_totals(codec::Json& object, const report::Report& report) {
  add_total(object, "total_cycles", report.total_cycles());
  object.add("total_cycles_is_estimate", report.total_cycles_is_estimate());
  if (const std::optional<report::CycleInterval>& interval = report.cycle_interval()) {
    object.add("total_cycles_low", interval->low).add("total_cycles_high", interval->high);
    object.add("total_cycles_model", interval->model);
  }
  add_total(object, "total_instructions", report.total_instructions());
}

void add_workloads(codec::Json& object, const report::Report& report) {
  if (report.workloads().empty()) return;
  codec::Json ends = codec::Json::array();
  for (const report::WorkloadEnd& end : report.workloads()) ends.add("", end_json(end));
  object.add("workloads", std::move(ends));
}

std::string workload_lines(const report::Report& report) {
  std::string text;
  for (const report::WorkloadEnd& end : report.workloads()) {
    const std::string calls = unknown_calls(end);
    if (end.exit_status == 0 && end.output.empty() && calls.empty()) continue;
    text += harmless(end.name) + " ended with status " + std::to_string(end.exit_status);
    if (!end.output.empty()) text += "; its output is in " + harmless(end.output);
    if (end.is_output_cut) text += ", cut where it became too long";
    if (!calls.empty()) text += "; calls that are not known here failed: " + calls;
    text += "\n";
  }
  return text;
}

std::string summary_json(const report::Report& report, const std::string& path,
                         const std::vector<const Metric*>& metrics) {
  codec::Json object = codec::Json::object();
  object.add("summary", path).add("core", report.core()).add("simulator", report.simulator());
  add_totals(object, report);
  add_workloads(object, report);
  codec::Json list = codec::Json::array();
  for (const Metric* metric : metrics) list.add("", metric_json(*metric));
  object.add("metrics", std::move(list));
  return object.dump(4) + "\n";
}

}  // namespace aex::cli
