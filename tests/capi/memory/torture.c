/* Runs the interface again and again while the allocator hook fails the n-th allocation, and once
 * more all from the n-th on: torture WORKLOAD FOLDER. Each call has to succeed
 * or to say AEX_E_NO_MEMORY, and nothing may leak. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atlasexplorer/atlasexplorer.h"

static long taken, live, fail_at;
static int fails_on;
static const char *workload, *folder;
static long experiments;

static void* allocate(size_t bytes, void* payload) {
  void* memory;
  (void)payload;
  ++taken;
  if (fail_at != 0 && (taken == fail_at || (fails_on && taken > fail_at))) return NULL;
  memory = malloc(bytes);
  if (memory != NULL) ++live;
  return memory;
}

static void release(void* memory, void* payload) {
  (void)payload;
  --live;
  free(memory);
}

static aex_code refuse(aex_http_request* request, aex_http_response* response, void* payload) {
  (void)payload;
  if (aex_http_request_check(request, NULL) != AEX_OK) return AEX_E_CANCELLED;
  return aex_http_response_set_status(response, 403, NULL);
}

static aex_code local_client(aex_client** client, aex_error** error) {
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  aex_settings* settings = NULL;
  aex_code code = aex_settings_load(&settings, NULL, error);
  options.backend = AEX_BACKEND_LOCAL;
  if (code == AEX_OK) code = aex_client_new(client, settings, &options, error);
  aex_settings_free(settings);
  return code;
}

static aex_code run(aex_error** error) {
  char name[32];
  aex_client* client = NULL;
  aex_experiment* experiment = NULL;
  aex_job* job = NULL;
  aex_report* report = NULL;
  aex_code code;
  sprintf(name, "t%ld", ++experiments);
  if ((code = local_client(&client, error)) == AEX_OK &&
      (code = aex_experiment_new(&experiment, client, error)) == AEX_OK &&
      (code = aex_experiment_set_name(experiment, name, error)) == AEX_OK &&
      (code = aex_experiment_set_directory(experiment, folder, error)) == AEX_OK &&
      (code = aex_experiment_set_core(experiment, "I8500_(1_thread)", error)) == AEX_OK &&
      (code = aex_experiment_add_workload(experiment, workload, error)) == AEX_OK &&
      (code = aex_experiment_submit(&job, experiment, NULL, error)) == AEX_OK &&
      (code = aex_job_wait(job, NULL, error)) == AEX_OK) {
    code = aex_job_result(&report, job, NULL, error);
  }
  aex_report_free(report), aex_job_free(job), aex_experiment_free(experiment);
  aex_client_free(client);
  return code;
}

static aex_code list(aex_error** error) {
  aex_client* client = NULL;
  aex_cores* cores = NULL;
  aex_code code = local_client(&client, error);
  if (code == AEX_OK) code = aex_client_cores(&cores, client, NULL, error);
  aex_cores_free(cores), aex_client_free(client);
  return code;
}

/* A gateway's, whose private key nobody has. */
static const char public_key[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApg/VwQB08WpXlDad1LsP\n"
    "Q40ookn/BeSXTDII1ygpDiCL2RrYu7VNRGmN0Z+qrgYQBdeIxMLof/6K5Qh6HbOG\n"
    "/EoyoFsRxmHPfOxrBY0ZtwC7aSG4hMYkv9diHTHdfDmznO953qAy0HZQMrmV/6bN\n"
    "9g+9kQBfvAJI0HZSOO3HUa3MvokmQpFRGF4Zj0B/JPDld+YWX4xQdlHRSNSbBzof\n"
    "DpKcPNk1g9veO+NO+tU7lG7UBqcR4Jhw6WZ6JIWpdwRdLDHcI/5Rc6uF8BnvufY/\n"
    "qNk25prXyQHdt+G9pWAiMYk2pAFbYtDNUS8SYwJW7nfbPBFxrAjdm3vbgLUSZN5x\n"
    "QQIDAQAB\n"
    "-----END PUBLIC KEY-----\n";

/* A file that was begun must not stay in the way of the next. */
static aex_code seal(aex_error** error) {
  char sealed[4096];
  sprintf(sealed, "%.4000s/sealed", folder);
  return aex_file_seal(workload, sealed, public_key, 2, error);
}

/* What cannot tell of a failure gives an empty text. */
static aex_code chains(aex_error** error) {
  aex_functions* functions = NULL;
  uint64_t address;
  aex_code code = aex_functions_read(&functions, workload, error);
  for (address = 0x10000; code == AEX_OK && address < 0x10100; address += 16) {
    (void)strlen(aex_functions_chain(functions, address));
  }
  aex_functions_free(functions);
  return code;
}

static aex_code sources(aex_error** error) {
  aex_sources* found = NULL;
  aex_code code = aex_sources_read(&found, workload, 0, error);
  aex_sources_free(found);
  return code == AEX_E_DEBUG_INFO_MISSING ? AEX_OK : code;
}

static aex_code ask(aex_error** error) {
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  aex_settings_options given = AEX_SETTINGS_OPTIONS_INIT;
  aex_transport transport = AEX_TRANSPORT_INIT;
  aex_settings* settings = NULL;
  aex_client* client = NULL;
  int32_t is_valid = 0;
  aex_code code;
  given.api_key = "key", given.channel = "channel", given.region = "region";
  transport.perform = refuse;
  options.transport = &transport;
  if ((code = aex_settings_load(&settings, &given, error)) == AEX_OK &&
      (code = aex_client_new(&client, settings, &options, error)) == AEX_OK) {
    code = aex_client_check_key(&is_valid, client, NULL, error);
  }
  aex_settings_free(settings), aex_client_free(client);
  return code;
}

static int torture(const char* name, aex_code (*part)(aex_error**)) {
  long n, failed = 0, faults = 0;
  int is_done = 0;
  part(NULL); /* what lives as long as the process */
  for (n = 1; !is_done; ++n) {
    for (fails_on = 0; fails_on < 2; ++fails_on) {
      aex_error* error = NULL;
      aex_code code;
      const long before = live;
      taken = 0, fail_at = n;
      code = part(&error);
      is_done = taken < n;
      fail_at = 0;
      failed += code != AEX_OK;
      if ((code != AEX_OK && code != AEX_E_NO_MEMORY) || (code != AEX_OK) != (error != NULL)) {
        printf("%s, allocation %ld: %s\n", name, n, aex_error_message(error));
        ++faults;
      }
      aex_error_free(error);
      if (live != before) {
        printf("%s, allocation %ld: %ld blocks leaked\n", name, n, live - before);
        ++faults;
      }
    }
  }
  printf("%s: %ld allocations at the most, %ld calls failed, %ld faults\n", name, n, failed,
         faults);
  return faults != 0 || n < 10;
}

/* Getters that are asked about NULL need no memory. */
static int nothing(void) {
  size_t length;
  taken = 0, fails_on = 1, fail_at = 1;
  length = strlen(aex_core_name(NULL)) + strlen(aex_metric_text(NULL));
  fail_at = 0;
  return length != 0 || taken != 0;
}

int main(int argc, char** argv) {
  aex_hooks hooks = AEX_HOOKS_INIT;
  aex_error* error = NULL;
  int faults;
  if (argc < 3) return 2;
  workload = argv[1], folder = argv[2];
  hooks.allocate = allocate;
  hooks.release = release;
  if (aex_hooks_install(&hooks, &error) != AEX_OK) return 3;
  faults = nothing() + torture("list", list) + torture("ask", ask) + torture("sources", sources) +
           torture("chains", chains) + torture("run", run) + torture("seal", seal);
  if (aex_hooks_install(&hooks, &error) != AEX_E_INVALID_ARGUMENT) return 4;
  aex_error_free(error);
  return faults;
}
