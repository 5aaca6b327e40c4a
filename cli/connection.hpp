/** From the options to whoever answers: settings, transport and backend. */
#pragma once

#include <memory>

#include "cli/arguments.hpp"
#include "cloud/api.hpp"
#include "config/settings.hpp"
#include "experiment/run.hpp"
#include "job/backend.hpp"

namespace aex::cli {

/** The settings that the options give. */
config::Given given_by(const Arguments& arguments);

/** Writes lines like "14:02:11 warning text" to stderr. */
Log stderr_log(LogLevel threshold);

Result<std::unique_ptr<net::Transport>> open_transport(const config::Settings& settings);

/** A backend with what it borrows. */
struct Connection {
  config::Settings settings;
  std::unique_ptr<net::Transport> transport;
  std::unique_ptr<job::Backend> backend;
};

/** The service as configured, or the engine in this process, which needs no configuration.
 *  Code::config_missing and the other errors of 1xx. */
Result<Connection> connect(const Arguments& arguments, bool is_local);

/** The real ones. A local run can be repeated in the time that its files take to the disk, so it
 *  does not wait for that. */
experiment::Effects effects(bool is_local);

/** Lets `control` measure time; the deadline is in `timeout_s`. */
void start_clock(Control& control, std::uint64_t timeout_s);

/** How long a question to the service may take. */
constexpr std::uint64_t kQuestionSeconds = 60;

}  // namespace aex::cli
