/** Two results of one run side by side: the service's, and one of the engine on this machine. */
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/validation/recorded_run.hpp"
#include "report/report.hpp"

namespace aex::analysis {

/** What an engine without the vendor's model can say of a metric. */
enum class Basis : std::uint8_t {
  exact,        /**< counted: must be equal */
  modelled,     /**< comes from a model: may differ */
  not_modelled, /**< not known here */
};

/** "exact", "modelled" or "not modelled". Static. */
const char* basis_name(Basis basis) noexcept;

/** One metric of both. A value is missing where the report has no number of that name: "nan" is
 *  none. */
struct ComparedMetric {
  std::string name;
  std::optional<double> cloud;
  std::optional<double> local;
  bool is_whole = false; /**< both are whole numbers, as far as they are there */
  Basis basis = Basis::not_modelled;

  bool differs() const { return cloud.has_value() && local.has_value() && *cloud != *local; }
  /** Of the local value, in percent of the cloud's; nothing if one is missing or that is 0. */
  std::optional<double> percent() const;
};

/** One summary of both: of the whole run or of a region of interest. */
struct ComparedSummary {
  std::string name; /**< the file's */
  std::vector<ComparedMetric> metrics;
  std::optional<report::CycleInterval> interval; /**< of the local estimate */

  /** Whether the cloud's cycles lie in it; nothing if one of them is not there. */
  std::optional<bool> is_in_interval() const;
  /** The region was never entered: every count is 0. */
  bool is_empty() const;
};

/** An address at which the instructions retired differ. */
struct ComparedCount {
  std::uint64_t address = 0;
  std::uint64_t cloud = 0;
  std::uint64_t local = 0;
};

/** Instruction counts of one workload. */
struct ComparedCounts {
  std::string workload;
  std::size_t addresses = 0;            /**< that one of both executed */
  std::vector<ComparedCount> differing; /**< in the order of the addresses */
};

struct Validation {
  std::vector<ComparedSummary> summaries;
  std::vector<ComparedCounts> counts; /**< of workloads whose counts both have */

  /** What is exact and differs, in words; empty if nothing does. */
  std::string contradiction() const;
};

/** Compares what the cloud's result has with the same of the local one. A metric is exact if it
 *  counts instructions, modelled if the local report has it, else not modelled. `workloads` are the
 *  cloud's and the local one's, in the same order. Errors of Report::open() and
 *  read_inst_counts(). */
Result<Validation> compare(os::Files& files, const report::ResultsDir& cloud,
                           const report::ResultsDir& local,
                           const std::vector<RecordedWorkload>& workloads);

}  // namespace aex::analysis
