/** summary.json as the cloud writes it. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "report/report.hpp"

namespace aex::report {

/** A number of the summary; a ratio of nothing is NaN, and "nan" in the file. What was not measured
 *  or modelled has no entry at all. */
struct SummaryMetric {
  std::string name;
  std::string description;
  std::variant<std::uint64_t, double> value;
};

/** What belongs to cycles that were estimated and not measured. */
struct CycleEstimate {
  std::uint64_t low = 0; /**< the truth is thought to lie between */
  std::uint64_t high = 0;
  std::string model; /**< name and version */
};

struct Summary {
  std::string core;      /**< e.g. "I8500_(1_thread)" */
  std::string simulator; /**< who made it */
  std::string simulator_version;
  std::vector<SummaryMetric> metrics; /**< in the order of the report */
  std::optional<CycleEstimate> estimate =
      std::nullopt;                        /**< of the metric "Total Cycles Consumed" */
  std::vector<WorkloadEnd> workloads = {}; /**< how they ended, in the order of the threads */
};

/** The text of the file. */
std::string summary_json(const Summary& summary);

}  // namespace aex::report
