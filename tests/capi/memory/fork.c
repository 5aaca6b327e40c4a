/* fork WORKLOAD FOLDER: runs it in a process of its own, a copy of this one, in which the host's
 * allocator must not be asked for anything: a thread of the host's that was not copied may have
 * held its lock. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "atlasexplorer/atlasexplorer.h"

enum { kAskedInTheCopy = 99 };

static int is_copy = 0;
static int copies = 0;

static void count_copy(void) { ++copies; }
static void be_copy(void) { is_copy = 1; }

static void* allocate(size_t bytes, void* payload) {
  (void)payload;
  if (is_copy) _exit(kAskedInTheCopy);
  return malloc(bytes);
}

static void release(void* memory, void* payload) {
  (void)payload;
  if (is_copy) _exit(kAskedInTheCopy);
  free(memory);
}

int main(int argc, char** argv) {
  aex_hooks hooks = AEX_HOOKS_INIT;
  aex_client_options local = AEX_CLIENT_OPTIONS_INIT;
  aex_error* error = NULL;
  aex_settings* settings = NULL;
  aex_client* client = NULL;
  aex_experiment* experiment = NULL;
  aex_job* job = NULL;
  aex_report* report = NULL;
  int64_t instructions = 0;
  int failed;
  if (argc < 3 || pthread_atfork(NULL, count_copy, be_copy) != 0) return 2;
  hooks.allocate = allocate;
  hooks.release = release;
  local.backend = AEX_BACKEND_LOCAL;
  failed = aex_hooks_install(&hooks, &error) || aex_settings_load(&settings, NULL, &error) ||
           aex_client_new(&client, settings, &local, &error) ||
           aex_experiment_new(&experiment, client, &error) ||
           aex_experiment_set_directory(experiment, argv[2], &error) ||
           aex_experiment_set_core(experiment, "I8500_(1_thread)", &error) ||
           aex_experiment_add_workload(experiment, argv[1], &error) ||
           aex_experiment_submit(&job, experiment, NULL, &error) ||
           aex_job_wait(job, NULL, &error) || aex_job_result(&report, job, NULL, &error);
  if (failed) printf("%s\n", aex_error_message(error));
  if (!aex_report_total_instructions(&instructions, report) || instructions == 0) ++failed;
  if (copies == 0) printf("the workload ran in this process\n"), ++failed;
  aex_report_free(report), aex_job_free(job), aex_experiment_free(experiment);
  aex_client_free(client), aex_settings_free(settings), aex_error_free(error);
  return failed;
}
