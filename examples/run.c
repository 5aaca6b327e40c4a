/* Runs ELF files on the first core that is offered and tells what it took: run [--local] ELF... */
#include <atlasexplorer/atlasexplorer.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static volatile sig_atomic_t is_interrupted;
static void on_interrupt(int number) { is_interrupted = number; }

static int32_t on_progress(const aex_progress* progress, void* payload) {
  (void)payload;
  fprintf(stderr, "\r%-10s%9" PRIu64 " ms", aex_stage_name(progress->stage), progress->elapsed_ms);
  return is_interrupted; /* not 0: stop, but leave a submitted job as it is */
}

int main(int argc, char** argv) {
  const int is_local = argc > 1 && strcmp(argv[1], "--local") == 0;
  aex_client_options client_options = AEX_CLIENT_OPTIONS_INIT;
  aex_call_options call = AEX_CALL_OPTIONS_INIT;
  aex_wait_options wait = AEX_WAIT_OPTIONS_INIT;
  aex_error* error = NULL;
  aex_settings* settings = NULL;
  aex_client* client = NULL;
  aex_cores* cores = NULL;
  aex_experiment* experiment = NULL;
  aex_job* job = NULL;
  aex_report* report = NULL;
  int64_t cycles = 0, low = 0, high = 0, instructions = 0;

  client_options.backend = is_local ? AEX_BACKEND_LOCAL : AEX_BACKEND_CLOUD;
  call.progress = wait.progress = on_progress;
  signal(SIGINT, on_interrupt);
  int failed = aex_settings_load(&settings, NULL, &error) ||
               aex_client_new(&client, settings, &client_options, &error) ||
               aex_client_cores(&cores, client, &call, &error) ||
               aex_experiment_new(&experiment, client, &error) ||
               aex_experiment_set_core(experiment, aex_core_name(aex_cores_at(cores, 0)), &error);
  for (int i = 1 + is_local; i < argc && !failed; ++i)
    failed = aex_experiment_add_workload(experiment, argv[i], &error);
  failed = failed || aex_experiment_submit(&job, experiment, &call, &error) ||
           aex_job_wait(job, &wait, &error) || aex_job_result(&report, job, &wait, &error);

  fprintf(stderr, "\n");
  if (failed) fprintf(stderr, "run: %s\n", aex_error_message(error));
  if (failed && job) fprintf(stderr, "run: the job is in %s\n", aex_job_directory(job));
  if (aex_report_total_cycles(&cycles, report)) printf("cycles        %" PRId64 "\n", cycles);
  if (aex_report_cycle_interval(&low, &high, report))
    printf("an estimate:  %" PRId64 " to %" PRId64 "\n", low, high);
  if (aex_report_total_instructions(&instructions, report))
    printf("instructions  %" PRId64 "\n", instructions);
  if (!failed) printf("summary       %s\n", aex_report_summary_path(report));

  failed = aex_error_exit_status(error);
  aex_report_free(report), aex_job_free(job), aex_experiment_free(experiment);
  aex_cores_free(cores), aex_client_free(client), aex_settings_free(settings);
  aex_error_free(error);
  return failed;
}
