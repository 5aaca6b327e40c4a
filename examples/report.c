/* Prints the metrics of a finished experiment: report FOLDER [METRIC] */
#include <atlasexplorer/atlasexplorer.h>
#include <inttypes.h>
#include <stdio.h>

static void print(const aex_metric* metric) {
  switch (aex_metric_value_kind(metric)) {
    case AEX_METRIC_INTEGER: printf("%" PRId64, aex_metric_integer(metric)); break;
    case AEX_METRIC_REAL: printf("%g", aex_metric_real(metric)); break;
    default: printf("%s", aex_metric_text(metric)); break;
  }
  printf("\t%s\n", aex_metric_name(metric));
}

int main(int argc, char** argv) {
  aex_error* error = NULL;
  aex_report* report = NULL;
  if (argc < 2) return 64;
  aex_report_open(&report, argv[1], &error);
  if (error != NULL) fprintf(stderr, "report: %s\n", aex_error_message(error));
  if (report != NULL && argc > 2) {
    const aex_metric* wanted = aex_report_find(report, argv[2]);
    if (wanted != NULL) print(wanted);
  } else {
    for (size_t i = 0; i < aex_report_metric_count(report); ++i)
      print(aex_report_metric(report, i));
    int64_t low = 0, high = 0;
    if (aex_report_cycle_interval(&low, &high, report))
      printf("%" PRId64 " to %" PRId64 "\tTotal Cycles Consumed, an estimate\n", low, high);
  }
  int status = aex_error_exit_status(error);
  aex_report_free(report), aex_error_free(error);
  return status;
}
