/** Stage 10: a summary.json as metrics. Names differ between core models; only the totals are
 *  known by name. */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "os/files.hpp"

namespace aex::report {

/** One value as the report has it. A real that is "nan" there is kind `text`. */
struct Metric {
  enum class Kind : std::uint8_t { integer, real, text };
  std::string name;
  std::string description;
  std::int64_t visibility = 0;
  Kind kind = Kind::integer;
  std::int64_t integer = 0; /**< kind integer */
  double real = 0;          /**< kinds integer and real */
  std::string text;         /**< kind text; for others the number as a person reads it */
};

/** Between which cycles the truth is thought to lie, and by which model. */
struct CycleInterval {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::string model; /**< name and version */
};

/** How a workload ended, where the simulator says so: the local engine does, the cloud does not. In
 *  summary.json an element of report_metadata.workloads, with its name and status always. */
struct WorkloadEnd {
  std::string name; /**< base name of the ELF file */
  std::int64_t exit_status = 0;
  std::string output; /**< the file with what it wrote, below the results folder; or empty */
  bool is_output_cut = false;                      /**< it wrote more than was kept */
  std::vector<std::uint64_t> unknown_system_calls; /**< numbers of those that failed with ENOSYS */
  std::vector<std::uint64_t> unknown_semihosting;  /**< operations that failed as unknown */
};

class Report {
 public:
  /** Reads a summary.json, at most 64 MiB. Code::report_missing, Code::report_malformed. */
  static Result<Report> open(os::Files& files, const std::string& summary_path);

  /** In the order of the report. */
  const std::vector<Metric>& metrics() const { return metrics_; }
  /** nullptr if there is no such metric. Borrowed from the report. */
  const Metric* find(std::string_view name) const;

  /** "Total Cycles Consumed"; nothing if the report has none. */
  std::optional<std::int64_t> total_cycles() const;
  /** True when a local engine's estimate stands in for measured cycles. */
  bool total_cycles_is_estimate() const { return cycles_are_estimate_; }
  /** Of an estimate that says so. */
  const std::optional<CycleInterval>& cycle_interval() const { return interval_; }
  /** How the workloads ended, in the order of the threads; none where the report does not say. */
  const std::vector<WorkloadEnd>& workloads() const { return workloads_; }
  /** "Total Instructions Retired", or "… (All Threads)". */
  std::optional<std::int64_t> total_instructions() const;

  const std::string& simulator() const { return simulator_; } /**< siminfo.name, trimmed */
  const std::string& core() const { return core_; }           /**< report_metadata.arch */

 private:
  std::vector<Metric> metrics_;
  std::string simulator_;
  std::string core_;
  bool cycles_are_estimate_ = false;
  std::optional<CycleInterval> interval_;
  std::vector<WorkloadEnd> workloads_;
};

}  // namespace aex::report
