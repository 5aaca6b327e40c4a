/** What the model found, as the metrics of a summary. */
#pragma once

#include <vector>

#include "engine/model/model.hpp"
#include "report/summary_writer.hpp"

namespace aex::engine {

/** The estimate of the cycles, how far off it may be, and the model's name and version. Nothing if
 *  they were not modelled. docs/engine.md explains the interval. */
std::optional<report::CycleEstimate> estimate_of(const Counters& counters, ModelLevel level,
                                                 const Parameters& parameters = {});

/** The metrics in the order of the cloud's report, beginning with the cycles if they were
 *  modelled. At ModelLevel::counts the instructions alone, which are exact. */
std::vector<report::SummaryMetric> metrics_of(const Counters& counters, ModelLevel level);

}  // namespace aex::engine
