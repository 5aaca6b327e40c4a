/** A report as a table or as JSON. */
#pragma once

#include <string>
#include <vector>

#include "codec/json.hpp"
#include "report/report.hpp"

namespace aex::cli {

/** Does the name hold the pattern, or match it if it has `*` or `?`? Case does not count. */
bool matches(std::string_view name, std::string_view pattern);

/** The metrics that one of the patterns picks, all without patterns: the totals and the IPC
 *  first, then in the report's order. Borrowed from the report. */
std::vector<const report::Metric*> pick(const report::Report& report,
                                        const std::vector<std::string>& patterns);

/** "%", "cycles", "instructions" or nothing, as far as the name tells. */
const char* unit_of(std::string_view name);

/** Adds the totals, null where the report has none, and how far estimated cycles may be off. */
void add_totals(codec::Json& object, const report::Report& report);
/** Adds "workloads", how they ended, where the report says so. */
void add_workloads(codec::Json& object, const report::Report& report);

/** A line for each workload that ended otherwise than with 0, wrote something or made a call that
 *  is not known. */
std::string workload_lines(const report::Report& report);

std::string summary_table(const report::Report& report,
                          const std::vector<const report::Metric*>& metrics);
std::string summary_json(const report::Report& report, const std::string& path,
                         const std::vector<const report::Metric*>& metrics);

}  // namespace aex::cli
