#include "cli/connection.hpp"

#include <algorithm>
#include <cstdio>
#include <thread>

#include "atlasexplorer/version.hpp"
#include "cli/screen/terminal.hpp"
#include "cloud/cloud.hpp"
#include "engine/backend/local_backend.hpp"
#include "os/random.hpp"

namespace aex::cli {
namespace {

void take(const Arguments& arguments, const char* option, std::optional<std::string>& into) {
  if (const std::string* text = arguments.find(option)) into = *text;
}

void write_log_line(LogLevel level, const char* text, void*) {
  static const char* const kNames[] = {"off", "error", "warning", "info", "debug"};
  const os::LocalTime now = os::system_clock().local_time();
  char time[40];
  std::snprintf(time, sizeof time, "%02d:%02d:%02d ", now.hour, now.minute, now.second);
  print_error(time + std::string(kNames[std::size_t(level)]) + " " + harmless(text) + "\n");
}

Result<engine::ModelLevel> model_of(const Arguments& arguments) {
  const std::string level = arguments.value("model", "cycles");
  if (level == "counts") return engine::ModelLevel::counts;
  if (level == "caches") return engine::ModelLevel::caches;
  if (level == "cycles") return engine::ModelLevel::cycles;
  return Error(Code::invalid_argument, "--model is counts, caches or cycles, not '" + level + "'");
}

/* Long traces are large: a million instructions are 3 MB of .zstf and 120 MB of text. */
Result<std::uint64_t> trace_length_of(const Arguments& arguments) {
  constexpr std::uint64_t kUsual = 1'000'000;
  constexpr std::uint64_t kMost = UINT64_C(1) << 40;
  AEX_TRY(const std::uint64_t length, arguments.number("trace-limit", kUsual, 1, kMost));
  return arguments.has("trace") || arguments.has("trace-limit") ? length : 0;
}

Result<engine::Isolation> isolation_of(const Arguments& arguments) {
  const std::string how = arguments.value("isolation", "automatic");
  if (how == "automatic") return engine::Isolation::automatic;
  if (how == "required") return engine::Isolation::required;
  if (how == "off") return engine::Isolation::off;
  return Error(Code::invalid_argument,
               "--isolation is automatic, required or off, not '" + how + "'");
}

Result<engine::EngineLimits> engine_limits_of(const Arguments& arguments) {
  constexpr std::uint64_t kMost = UINT64_C(1) << 62;
  engine::EngineLimits limits;
  AEX_TRY(limits.model, model_of(arguments));
  AEX_TRY(limits.max_traced_instructions, trace_length_of(arguments));
  AEX_TRY(limits.isolation, isolation_of(arguments));
  AEX_TRY(limits.max_instructions,
          arguments.number("max-instructions", limits.max_instructions, 1, kMost));
  AEX_TRY(limits.max_guest_bytes,
          arguments.number("max-guest-bytes", limits.max_guest_bytes, 1, kMost));
  return limits;
}

/* The library starts none unless asked; a command has the machine for itself. */
void take_threads(config::Limits& limits) {
  constexpr unsigned kEnough = 4;
  if (limits.max_threads != 0) return;
  limits.max_threads = std::min(std::thread::hardware_concurrency(), kEnough);
}

}  // namespace

config::Given given_by(const Arguments& arguments) {
  config::Given given;
  take(arguments, "channel", given.channel);
  take(arguments, "region", given.region);
  take(arguments, "global-api", given.global_api);
  take(arguments, "ca-file", given.ca_file);
  take(arguments, "package-format", given.package_format);
  return given;
}

Log stderr_log(LogLevel threshold) { return {write_log_line, nullptr, threshold}; }

Result<std::unique_ptr<net::Transport>> open_transport(const config::Settings& settings) {
  net::TransportOptions options;
  options.ca_file = settings.ca_file;
  options.user_agent = "atlasexplorer/" AEX_VERSION_TEXT;
  options.log = stderr_log(settings.log);
  options.timeouts = config::timeouts(settings.patience);
  return net::curl_transport(options);
}

Result<Connection> connect(const Arguments& arguments, bool is_local) {
  Connection connection;
  config::Given given = given_by(arguments);
  given.ignore_file = is_local;
  AEX_TRY(connection.settings, config::load(os::system_files(), given));
  for (const std::string& notice : connection.settings.notices) {
    print_error("atlasexplorer: " + harmless(notice) + "\n");
  }
  take_threads(connection.settings.limits);
  if (is_local) {
    AEX_TRY(const engine::EngineLimits& limits, engine_limits_of(arguments));
    connection.backend =
        engine::local_backend(os::unsynced_files(), limits, stderr_log(connection.settings.log));
    if (connection.backend == nullptr) return Error(Code::unsupported, "this build has no engine");
    return connection;
  }
  AEX_CHECK(config::require_credentials(connection.settings));
  AEX_TRY(connection.transport, open_transport(connection.settings));
  connection.backend = std::make_unique<cloud::Cloud>(connection.settings, *connection.transport,
                                                      os::system_files(), os::system_entropy());
  return connection;
}

experiment::Effects effects(bool is_local) {
  os::Files& files = is_local ? os::unsynced_files() : os::system_files();
  return {files, os::system_clock(), os::system_entropy()};
}

void start_clock(Control& control, std::uint64_t timeout_s) {
  const Control::Now now = [](void* clock) { return static_cast<os::Clock*>(clock)->now_ms(); };
  control.start(now, &os::system_clock(), timeout_s * 1000);
}

}  // namespace aex::cli
