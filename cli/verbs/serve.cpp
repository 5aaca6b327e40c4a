#include "cli/verbs/verbs.hpp"

#ifdef AEX_HAS_GATEWAY

#include <algorithm>
#include "cli/connection.hpp"
#include "cli/screen/terminal.hpp"

#include "gateway/server.hpp"
#include "os/environment.hpp"
#include "os/random.hpp"

namespace aex::cli {
namespace {

constexpr const char* kKeysVariable = "AEX_GATEWAY_API_KEYS";
constexpr std::size_t kMaxKeyFileBytes = 1 << 20;
constexpr std::uint64_t kMaxWorkers = 1024;
constexpr std::uint64_t kMaxQueue = 100000;

bool is_separator(char c) { return c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void split_keys(std::string_view text, std::vector<Secret>& keys) {
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size() && !is_separator(text[size])) ++size;
    if (size > 0) keys.emplace_back(text.substr(0, size));
    text.remove_prefix(std::min(text.size(), size + 1));
  }
}

Status add_key_file(const std::string& path, std::vector<Secret>& keys) {
  AEX_TRY(std::string text, os::read_text(os::system_files(), path, kMaxKeyFileBytes));
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    split_keys(line.substr(0, line.find('#')), keys);
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  wipe(text.data(), text.size());
  return {};
}

Result<std::vector<Secret>> gather_keys(const Arguments& arguments) {
  std::vector<Secret> keys;
  for (const std::string& key : arguments.values("api-key")) keys.emplace_back(key);
  for (const std::string& path : arguments.values("api-key-file")) {
    AEX_CHECK(add_key_file(path, keys));
  }
  const std::string listed = os::environment(kKeysVariable).value_or("");
  split_keys(listed, keys);
  if (!keys.empty()) return keys;
  return misuse(std::string("no key to accept; give --api-key, --api-key-file or ") +
                kKeysVariable);
}

Result<int> result_version(const Arguments& arguments) {
  const std::string format = arguments.value("result-format", "v2");
  if (format == "v1" || format == "v2") return format == "v1" ? 1 : 2;
  return misuse("--result-format was neither v1 nor v2: " + format);
}

Result<gateway::ServerOptions> read_options(const Arguments& arguments) {
  gateway::ServerOptions options;
  options.listen = arguments.value("listen", options.listen);
  options.data = arguments.value("data", "");
  if (options.data.empty()) return misuse("serve needs --data DIR");
  AEX_TRY(options.api_keys, gather_keys(arguments));
  options.tls_certificate_file = arguments.value("tls-cert", "");
  options.tls_key_file = arguments.value("tls-key", "");
  options.public_url = arguments.value("public-url", "");
  if (arguments.has("channel")) options.channels = arguments.values("channel");
  AEX_TRY(options.result_version, result_version(arguments));
  AEX_TRY(const std::uint64_t workers, arguments.number("workers", 0, 1, kMaxWorkers));
  options.workers = static_cast<unsigned>(workers);
  AEX_TRY(const std::uint64_t queue,
          arguments.number("max-queue", options.max_queue, 1, kMaxQueue));
  options.max_queue = static_cast<std::size_t>(queue);
  config::Given given;
  given.ignore_file = true;
  AEX_TRY(const config::Settings& settings, config::load(os::system_files(), given));
  const bool is_set = settings.origin(config::Field::log).kind != config::Origin::Kind::built_in;
  options.log = stderr_log(is_set ? settings.log : LogLevel::info);
  return options;
}

}  // namespace

Status serve(const Arguments& arguments) {
  AEX_TRY(const gateway::ServerOptions& options, read_options(arguments));
  block_stop_signals();
  AEX_TRY(const std::unique_ptr<gateway::Server>& server,
          gateway::Server::start(options, os::system_files(), os::system_clock(),
                                 os::system_entropy()));
  print("gateway ready at " + server->url() + "\n");
  AEX_CHECK(flush_output());
  wait_for_stop_signal();
  server->stop();
  return {};
}

}  // namespace aex::cli

#else

namespace aex::cli {

Status serve(const Arguments&) { return Error(Code::unsupported, "AEX_BUILD_GATEWAY is off"); }

}  // namespace aex::cli

#endif
