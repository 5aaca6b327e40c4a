#include "engine/model/metrics.hpp"

#include <algorithm>
#include <limits>

namespace aex::engine {
namespace {

constexpr char kModel[] = "in-order I8500 estimate, version 1";

/* Of nothing: not a number, as in the cloud's reports. */
double ratio(double factor, std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return std::numeric_limits<double>::quiet_NaN();
  return factor * static_cast<double>(part) / static_cast<double>(whole);
}

void add_modelled(const Counters& counters, std::vector<report::SummaryMetric>& metrics) {
#define AEX_COUNTER(name) [[maybe_unused]] const std::uint64_t name = counters[Counter::name];
#include "engine/model/counters.def"
#undef AEX_COUNTER
#define AEX_METRIC(name, description, value) \
  metrics.push_back({name, description, static_cast<std::uint64_t>(value)});
#define AEX_RATIO(name, description, factor, part, whole) \
  metrics.push_back({name, description, ratio(factor, part, whole)});
#include "engine/model/metrics.def"
#undef AEX_METRIC
#undef AEX_RATIO
}

std::uint64_t percent_of(std::uint64_t value, std::uint64_t percent) {
  return value / 100 * percent + value % 100 * percent / 100;
}

}  // namespace

std::optional<report::CycleEstimate> estimate_of(const Counters& counters, ModelLevel level,
                                                 const Parameters& parameters) {
  if (level != ModelLevel::cycles) return std::nullopt;
  const std::uint64_t cycles = counters[Counter::cycles];
  const std::uint64_t far = counters[Counter::memory_lines] * parameters.memory_cycles;
  const std::uint64_t near = counters[Counter::l2_lines] * parameters.l2_cycles;
  const std::uint64_t on_memory = std::min(cycles, far + near);
  const std::uint64_t near_as_far = counters[Counter::l2_lines] * parameters.memory_cycles;
  report::CycleEstimate estimate;
  estimate.low = percent_of(cycles - on_memory, parameters.low_percent) +
                 percent_of(on_memory, 100 - parameters.memory_percent);
  estimate.high = percent_of(cycles, parameters.high_percent) +
                  percent_of(far, parameters.memory_percent) + near_as_far;
  estimate.model = kModel;
  return estimate;
}

std::vector<report::SummaryMetric> metrics_of(const Counters& counters, ModelLevel level) {
  const std::uint64_t instructions = counters[Counter::instructions];
  const std::uint64_t cycles = counters[Counter::cycles];
  std::vector<report::SummaryMetric> metrics;
  if (level == ModelLevel::cycles) {
    metrics.push_back({"Total Cycles Consumed", "Estimated by a model of the pipeline", cycles});
  }
  metrics.push_back({"Total Instructions Retired",
                     "The total number of instructions retired by this core", instructions});
  if (level == ModelLevel::cycles) {
    metrics.push_back({"Instructions Per Cycle (IPC)", "Instructions retired per cycle",
                       ratio(1, instructions, cycles)});
  }
  if (level != ModelLevel::counts) add_modelled(counters, metrics);
  return metrics;
}

}  // namespace aex::engine
