#include "atlasexplorer/client.h"

#include "capi/session/handles.hpp"

namespace aex::capi {
namespace {

AEX_OPTIONS_LAYOUT(aex_client_options, max_threads);

Status check(const aex_client_options& options) {
  const auto refused = [](const char* name, std::int32_t value) {
    return Error(Code::invalid_argument, {name, " was ", decimal(value)});
  };
  const aex_log_level level = options.log_level;
  if (level < AEX_LOG_OFF || level > AEX_LOG_DEBUG) return refused("options.log_level", level);
  const aex_isolation isolation = options.isolation;
  if (isolation >= AEX_ISOLATION_AUTOMATIC && isolation <= AEX_ISOLATION_OFF) return {};
  return refused("options.isolation", isolation);
}

}  // namespace
}  // namespace aex::capi

aex_code aex_client_new(aex_client** out, const aex_settings* settings,
                        const aex_client_options* options, aex_error** error) {
  using namespace aex::capi;
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {settings, "settings"}}));
    AEX_TRY(const aex_client_options& known, read_options(options, "options"));
    AEX_CHECK(check(known));
    AEX_TRY(std::shared_ptr<Session> session, Session::open(settings->settings, known));
    *out = new aex_client{std::move(session)};
    return {};
  });
}

void aex_client_free(aex_client* client) { delete client; }

const char* aex_client_backend(const aex_client* client) {
  return client == nullptr ? "" : client->session->name();
}
