#include "capi/session/session.hpp"

#include "atlasexplorer/version.hpp"
#include "capi/session/host_transport.hpp"
#include "cloud/transfer.hpp"
#include "engine/backend/local_backend.hpp"

namespace aex::capi {
namespace {

using Lock = std::lock_guard<std::mutex>;

template <class Number>
void set_unless_zero(Number& field, std::uint64_t given) {
  if (given != 0) field = given;
}

void set_limits(config::Limits& limits, const aex_client_options& options) {
  set_unless_zero(limits.max_workload_bytes, options.max_workload_bytes);
  set_unless_zero(limits.max_result_bytes, options.max_result_bytes);
  set_unless_zero(limits.max_result_members, options.max_result_members);
  set_unless_zero(limits.max_threads, options.max_threads);
}

}  // namespace

Result<std::shared_ptr<Session>> Session::open(const config::Settings& settings,
                                               const aex_client_options& options) {
  auto session = std::make_shared<Session>();
  session->settings_ = settings;
  set_limits(session->settings_.limits, options);
  if (options.backend == AEX_BACKEND_LOCAL) {
    AEX_CHECK(session->open_local(options));
    return session;
  }
  if (options.backend != AEX_BACKEND_CLOUD) {
    return Error(Code::unsupported, {"there is no backend ", decimal(options.backend)});
  }
  AEX_CHECK(session->open_cloud(options));
  const Log log = session->log(options);
  for (const std::string& notice : settings.notices) log.write(LogLevel::warning, notice);
  return session;
}

Status Session::open_local(const aex_client_options& options) {
  engine::EngineLimits limits;
  limits.isolation = static_cast<engine::Isolation>(options.isolation);
  set_unless_zero(limits.max_wall_ms, options.max_run_ms);
  set_unless_zero(limits.max_instructions, options.max_instructions);
  set_unless_zero(limits.max_guest_bytes, options.max_guest_bytes);
  backend_ = engine::local_backend(os::system_files(), limits, log(options));
  if (backend_ == nullptr) return Error(Code::unsupported, "this build has no engine");
  return {};
}

Status Session::open_cloud(const aex_client_options& options) {
  if (options.transport != nullptr) {
    AEX_TRY(transport_, host_transport(*options.transport));
  } else {
    net::TransportOptions wanted;
    wanted.ca_file = settings_.ca_file;
    wanted.user_agent =
        options.user_agent == nullptr ? "atlasexplorer/" AEX_VERSION_TEXT : options.user_agent;
    wanted.timeouts = config::timeouts(settings_.patience);
    set_unless_zero(wanted.timeouts.connect_ms, options.connect_timeout_ms);
    set_unless_zero(wanted.timeouts.stall_ms, options.stall_timeout_ms);
    wanted.log = log(options);
    AEX_TRY(transport_, net::curl_transport(wanted));
  }
  const experiment::Effects effects = system_effects();
  auto cloud = std::make_unique<cloud::Cloud>(settings_, *transport_, effects.files,
                                              effects.entropy, effects.clock);
  cloud_ = cloud.get();
  backend_ = std::move(cloud);
  return {};
}

Log Session::log(const aex_client_options& options) {
  if (options.log == nullptr) return {};
  log_hook_ = options.log;
  log_payload_ = options.log_payload;
  const LogLevel level = options.log_level == 0 ? settings_.log : LogLevel(options.log_level);
  const LogHook forward = [](LogLevel at, const char* text, void* self) {
    const auto* session = static_cast<const Session*>(self);
    session->log_hook_(static_cast<aex_log_level>(at), text, session->log_payload_);
  };
  return {forward, this, level};
}

Result<std::vector<package::Core>> Session::cores(Control& control) {
  const Lock lock(mutex_);
  return backend_->cores(control);
}

Status Session::submit(const package::Manifest& manifest, job::Job& job, Control& control) {
  const Lock lock(mutex_);
  return backend_->submit(manifest, job, control);
}

Result<job::State> Session::poll(job::Job& job, Control& control) {
  const Lock lock(mutex_);
  return backend_->poll(job, control);
}

Result<report::ResultsDir> Session::collect(job::Job& job, Control& control) {
  const Lock lock(mutex_);
  return backend_->collect(job, control);
}

Status Session::cancel(job::Job& job) {
  const Lock lock(mutex_);
  return backend_->cancel(job);
}

Result<Session::Service> Session::service() {
  if (cloud_ == nullptr) return Error(Code::unsupported, "the local backend has no service to ask");
  return Service(mutex_, *cloud_);
}

Result<std::uint64_t> Session::download(const Secret& url, const std::string& path,
                                        Control& control) {
  AEX_TRY(Service service, this->service());
  return cloud::download_file(url, settings_.limits.max_result_bytes, service->transport(),
                              os::system_files(), path, control);
}

}  // namespace aex::capi
