/* HTTP by the program itself: here a table of answers, as a test of the host might have. Asks
 * whether two keys are valid. */
#include <atlasexplorer/atlasexplorer.h>
#include <stdio.h>
#include <string.h>

static const char* header(const aex_http_request* request, const char* name) {
  for (size_t i = 0; i < aex_http_request_header_count(request); ++i)
    if (strcmp(aex_http_request_header_name(request, i), name) == 0)
      return aex_http_request_header_value(request, i);
  return "";
}

static aex_code answer(aex_http_request* request, aex_http_response* response, void* payload) {
  const char* good_key = payload;
  aex_code code = aex_http_request_check(request, NULL); /* still wanted? */
  if (code != AEX_OK) return code;
  const int is_good = strcmp(header(request, "apikey"), good_key) == 0;
  const char* body = is_good ? "{}" : "{\"message\": \"no\"}";
  if ((code = aex_http_response_set_status(response, is_good ? 200 : 403, NULL)) != AEX_OK ||
      (code = aex_http_response_add_header(response, "Content-Type", "application/json", NULL)))
    return code;
  return aex_http_response_write(response, body, strlen(body), NULL);
}

static int ask(const char* key) {
  aex_transport transport = AEX_TRANSPORT_INIT;
  aex_settings_options given = AEX_SETTINGS_OPTIONS_INIT;
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  aex_settings* settings = NULL;
  aex_client* client = NULL;
  aex_error* error = NULL;
  int32_t is_valid = 0;
  transport.perform = answer;
  transport.payload = (void*)"a-good-key";
  options.transport = &transport;
  given.api_key = key, given.channel = "development", given.region = "us-west-2";
  const int failed = aex_settings_load(&settings, &given, &error) ||
                     aex_client_new(&client, settings, &options, &error) ||
                     aex_client_check_key(&is_valid, client, NULL, &error);
  if (failed) fprintf(stderr, "transport: %s\n", aex_error_message(error));
  if (!failed) printf("%s: %s\n", key, is_valid ? "valid" : "refused");
  aex_client_free(client), aex_settings_free(settings), aex_error_free(error);
  return failed;
}

int main(void) { return ask("a-good-key") + ask("another"); }
