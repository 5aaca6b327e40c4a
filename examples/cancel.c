/* Runs a workload in this process, shows how far it is, and gives it up after so many instructions:
 * cancel ELF INSTRUCTIONS */
#include <atlasexplorer/atlasexplorer.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct budget {
  uint64_t instructions;
  uint64_t seen;
  aex_job* job;
} budget;

static int32_t watch(const aex_progress* progress, void* payload) {
  budget* mine = payload;
  if (progress->stage != AEX_STAGE_POLL) return 0;
  mine->seen = progress->done_bytes; /* of the local engine: instructions */
  fprintf(stderr, "%" PRIu64 " instructions, %" PRIu64 " ms\n", mine->seen, progress->elapsed_ms);
  if (mine->seen >= mine->instructions) aex_job_cancel(mine->job); /* for good, not just the wait */
  return 0;
}

int main(int argc, char** argv) {
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  aex_wait_options wait = AEX_WAIT_OPTIONS_INIT;
  aex_error* error = NULL;
  aex_settings* settings = NULL;
  aex_client* client = NULL;
  aex_experiment* experiment = NULL;
  budget mine = {0, 0, NULL};
  if (argc != 3) return 64;
  mine.instructions = strtoull(argv[2], NULL, 10);
  options.backend = AEX_BACKEND_LOCAL;
  wait.progress = watch;
  wait.progress_payload = &mine;
  int failed = aex_settings_load(&settings, NULL, &error) ||
               aex_client_new(&client, settings, &options, &error) ||
               aex_experiment_new(&experiment, client, &error) ||
               aex_experiment_set_core(experiment, "I8500_(1_thread)", &error) ||
               aex_experiment_add_workload(experiment, argv[1], &error) ||
               aex_experiment_submit(&mine.job, experiment, NULL, &error) ||
               aex_job_wait(mine.job, &wait, &error);
  if (aex_error_code(error) == AEX_E_CANCELLED)
    printf("given up after %" PRIu64 " instructions\n", mine.seen);
  else if (failed)
    fprintf(stderr, "cancel: %s\n", aex_error_message(error));
  else
    printf("ended by itself\n");
  failed = aex_error_exit_status(error);
  aex_job_free(mine.job), aex_experiment_free(experiment);
  aex_client_free(client), aex_settings_free(settings), aex_error_free(error);
  return failed;
}
