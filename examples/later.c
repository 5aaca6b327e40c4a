/* Submits a workload and ends; waits for it in another process: later submit ELF, later wait
 * FOLDER. AEX_EXAMPLE_LOCAL in the environment runs it here, without a key. */
#include <atlasexplorer/atlasexplorer.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static aex_code submit(aex_client* client, const char* elf, aex_error** error) {
  aex_experiment* experiment = NULL;
  aex_cores* cores = NULL;
  aex_job* job = NULL;
  aex_code code = aex_client_cores(&cores, client, NULL, error);
  if (code == AEX_OK) code = aex_experiment_new(&experiment, client, error);
  if (code == AEX_OK)
    code = aex_experiment_set_core(experiment, aex_core_name(aex_cores_at(cores, 0)), error);
  if (code == AEX_OK) code = aex_experiment_add_workload(experiment, elf, error);
  if (code == AEX_OK) code = aex_experiment_submit(&job, experiment, NULL, error);
  if (code == AEX_OK) printf("%s\n", aex_job_directory(job)); /* all that has to be kept */
  aex_job_free(job), aex_experiment_free(experiment), aex_cores_free(cores);
  return code;
}

static aex_code wait(aex_client* client, const char* folder, aex_error** error) {
  aex_wait_options options = AEX_WAIT_OPTIONS_INIT;
  aex_job* job = NULL;
  aex_report* report = NULL;
  int64_t cycles = 0, low = 0, high = 0;
  options.timeout_ms = 600000;
  aex_code code = aex_job_open(&job, client, folder, error);
  if (code == AEX_OK) code = aex_job_result(&report, job, &options, error);
  if (aex_report_total_cycles(&cycles, report)) printf("%" PRId64 " cycles\n", cycles);
  if (aex_report_cycle_interval(&low, &high, report))
    printf("an estimate: %" PRId64 " to %" PRId64 "\n", low, high);
  aex_report_free(report), aex_job_free(job);
  return code;
}

int main(int argc, char** argv) {
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  aex_error* error = NULL;
  aex_settings* settings = NULL;
  aex_client* client = NULL;
  if (argc != 3) return 64;
  if (getenv("AEX_EXAMPLE_LOCAL") != NULL) options.backend = AEX_BACKEND_LOCAL;
  aex_code code = aex_settings_load(&settings, NULL, &error);
  if (code == AEX_OK) code = aex_client_new(&client, settings, &options, &error);
  if (code == AEX_OK)
    code = (strcmp(argv[1], "submit") == 0 ? submit : wait)(client, argv[2], &error);
  if (code != AEX_OK) fprintf(stderr, "later: %s\n", aex_error_message(error));
  aex_client_free(client), aex_settings_free(settings);
  int status = aex_error_exit_status(error);
  aex_error_free(error);
  return status;
}
