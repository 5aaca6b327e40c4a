/* A gateway over the fake simulator for clients of other languages: prints its URL, and serves
 * until its input ends. Arguments: the data folder and the result version. */
#include <cstdio>

#include "gateway_fixture.hpp"

int main(int count, char** arguments) {
  using namespace aex;
  if (count != 3) return 64;
  gateway::Turnstile turnstile;
  gateway::ServerOptions options;
  options.listen = "127.0.0.1:0";
  options.data = arguments[1];
  options.result_version = arguments[2][0] - '0';
  options.api_keys = {Secret("0123456789abcdef")};
  options.channels = {"development:us-west-2"};
  const auto server =
      gateway::start_server(options, os::system_files(), os::system_clock(), os::system_entropy(),
                            std::make_unique<gateway::FakeSimulator>(turnstile));
  if (!server.ok()) {
    std::fprintf(stderr, "%s\n", server.error().message().c_str());
    return server.error().exit_status();
  }
  std::printf("%s\n", server.value()->url().c_str());
  std::fflush(stdout);
  while (std::getchar() != EOF) continue;
  return 0;
}
