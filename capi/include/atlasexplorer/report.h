/** The result of a run: metrics by name, and the files that hold the details. */
#ifndef ATLASEXPLORER_REPORT_H
#define ATLASEXPLORER_REPORT_H

#include "atlasexplorer/conventions.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Reads the report of a finished experiment.
 *
 *  @param path the experiment's folder, the results folder inside it, or a summary.json (also one
 *              of a region of interest).
 *  @return AEX_E_REPORT_MISSING, AEX_E_REPORT_MALFORMED.
 *  @since 4.0 */
AEX_API aex_code aex_report_open(aex_report** out, const char* path, aex_error** error);

/** Releases the object with all its metrics. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_report_free(aex_report* report);

/** Reads the cycles that the run took into *out and returns 1; returns 0 and leaves *out alone if
 *  the report has none.
 *  @since 4.0 */
AEX_API int32_t aex_report_total_cycles(int64_t* out, const aex_report* report);

/** 1 if the cycles are an estimate of the local engine, 0 if they were simulated.
 *  @since 4.0 */
AEX_API int32_t aex_report_total_cycles_is_estimate(const aex_report* report);

/** Reads the cycles between which an estimate's truth is thought to lie into *low and *high and
 *  returns 1; returns 0 and leaves them alone if the cycles are no estimate.
 *  @since 4.0 */
AEX_API int32_t aex_report_cycle_interval(int64_t* low, int64_t* high, const aex_report* report);

/** Name and version of the model that estimated the cycles; empty if they are no estimate.
 *  @since 4.0 */
AEX_API const char* aex_report_cycle_model(const aex_report* report);

/** Reads the instructions that all threads retired into *out and returns 1; returns 0 and leaves
 *  *out alone if the report has none.
 *  @since 4.0 */
AEX_API int32_t aex_report_total_instructions(int64_t* out, const aex_report* report);

/** The simulator that made the report.
 *  @since 4.0 */
AEX_API const char* aex_report_simulator(const aex_report* report);

/** The core that was simulated.
 *  @since 4.0 */
AEX_API const char* aex_report_core(const aex_report* report);

/** The path of the summary.json that was read.
 *  @since 4.0 */
AEX_API const char* aex_report_summary_path(const aex_report* report);

/** The results folder; empty if a single summary.json was opened.
 *  @since 4.0 */
AEX_API const char* aex_report_directory(const aex_report* report);

/** How many report files the results folder holds, summaries included.
 *  @since 4.0 */
AEX_API size_t aex_report_file_count(const aex_report* report);

/** The path of a report file, in sorted order.
 *  @since 4.0 */
AEX_API const char* aex_report_file(const aex_report* report, size_t index);

/** Of how many workloads the report says how they ended: a run of the local engine says so of
 *  each, in the order of the hardware threads, the cloud of none.
 *  @since 4.0 */
AEX_API size_t aex_report_workload_count(const aex_report* report);

/** The workload's base name.
 *  @since 4.0 */
AEX_API const char* aex_report_workload_name(const aex_report* report, size_t index);

/** What the workload's main returned or it gave to exit, 0 to 255; 0 beyond the end.
 *  @since 4.0 */
AEX_API int32_t aex_report_workload_exit_status(const aex_report* report, size_t index);

/** The file with what the workload wrote to its standard output and error, as a path below the
 *  results folder; empty if it wrote nothing.
 *  @since 4.0 */
AEX_API const char* aex_report_workload_output(const aex_report* report, size_t index);

/** 1 if the workload wrote more than was kept, else 0.
 *  @since 4.0 */
AEX_API int32_t aex_report_workload_output_is_cut(const aex_report* report, size_t index);

/** How many metrics the report has.
 *  @since 4.0 */
AEX_API size_t aex_report_metric_count(const aex_report* report);

/** The metric at an index, in the order of the report; NULL beyond the end.
 *  @since 4.0 */
AEX_API const aex_metric* aex_report_metric(const aex_report* report, size_t index);

/** The metric of that name; NULL if the report has none. Names differ between core models.
 *  @since 4.0 */
AEX_API const aex_metric* aex_report_find(const aex_report* report, const char* name);

/** What a metric's value is. @since 4.0 */
typedef int32_t aex_metric_kind;
enum {
  AEX_METRIC_INTEGER = 0,
  AEX_METRIC_REAL = 1,
  AEX_METRIC_TEXT = 2, /**< neither, e.g. "nan" */
};

/** The metric's name.
 *  @since 4.0 */
AEX_API const char* aex_metric_name(const aex_metric* metric);

/** What the metric counts, in the simulator's words.
 *  @since 4.0 */
AEX_API const char* aex_metric_description(const aex_metric* metric);

/** How prominent the simulator thinks that the metric is.
 *  @since 4.0 */
AEX_API int64_t aex_metric_visibility(const aex_metric* metric);

/** Which of the values below is exact.
 *  @since 4.0 */
AEX_API aex_metric_kind aex_metric_value_kind(const aex_metric* metric);

/** The value of an integer metric; else 0.
 *  @since 4.0 */
AEX_API int64_t aex_metric_integer(const aex_metric* metric);

/** The value of a real or an integer metric; else 0.
 *  @since 4.0 */
AEX_API double aex_metric_real(const aex_metric* metric);

/** The value of a text metric; of any other the number as a person reads it.
 *  @since 4.0 */
AEX_API const char* aex_metric_text(const aex_metric* metric);

#ifdef __cplusplus
}
#endif
#endif
