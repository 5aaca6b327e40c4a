#include "engine/model/metrics.hpp"

#include <algorithm>
#include <limits>

namespace aex::engine {
namespace {

constexpr char kModel[] = "in-order I8500 estimate, version 2";

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

/* Takes up to `wanted` of what is left. */
std::uint64_t take(std::uint64_t& left, std::uint64_t wanted) {
  const std::uint64_t taken = std::min(left, wanted);
  left -= taken;
  return taken;
}

/* What is least certain is counted by itself, as though nothing else went on meanwhile. */
std::uint64_t least_cycles(const Counters& counters, const Parameters& parameters) {
  std::uint64_t rest = counters[Counter::cycles];
  const std::uint64_t memory =
      take(rest, counters[Counter::memory_lines] * parameters.memory_cycles +
                     counters[Counter::l2_lines] * parameters.l2_cycles);
  const std::uint64_t divider = take(rest, counters[Counter::divider_cycles]);
  const std::uint64_t mispredicts =
      take(rest, counters[Counter::mispredicts] * parameters.mispredict_cycles);
  return percent_of(memory, parameters.low_memory_percent) +
         percent_of(divider, parameters.low_divider_percent) +
         percent_of(mispredicts, parameters.low_mispredict_percent) +
         percent_of(rest, parameters.low_percent);
}

std::uint64_t most_cycles(const Counters& counters, const Parameters& parameters) {
  const std::uint64_t pages = counters[Counter::itlb_misses] + counters[Counter::dtlb_misses];
  return percent_of(counters[Counter::cycles], parameters.high_percent) +
         percent_of(counters[Counter::memory_lines] * parameters.memory_cycles,
                    parameters.high_memory_percent) +
         counters[Counter::l2_lines] * parameters.memory_cycles +
         counters[Counter::mispredicts] * parameters.high_mispredict_cycles +
         pages * parameters.high_page_cycles +
         counters[Counter::atomics] * parameters.high_atomic_cycles;
}

}  // namespace

std::optional<report::CycleEstimate> estimate_of(const Counters& counters, ModelLevel level,
                                                 const Parameters& parameters) {
  if (level != ModelLevel::cycles) return std::nullopt;
  report::CycleEstimate estimate;
  estimate.low = least_cycles(counters, parameters);
  estimate.high = most_cycles(counters, parameters);
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
