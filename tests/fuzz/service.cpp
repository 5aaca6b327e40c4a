/* What the service answers: the first byte chooses the call, the second the HTTP status, the rest
 * is the body. */
#include <iterator>

#include "cloud/transfer.hpp"
#include "fuzz/target.hpp"
#include "support/scripted_transport.hpp"

namespace {

using namespace aex;

constexpr int kStatuses[] = {200, 200, 200, 200, 201, 401, 403, 404, 500};

template <class T>
Status status_of(const Result<T>& result) {
  return result.ok() ? Status() : Status(result.error());
}

Status ask(int question, cloud::Api& api, net::Transport& transport) {
  Control control;
  package::Manifest manifest;
  manifest.name = manifest.uuid = manifest.core.name = "x";
  const Secret url("https://store.example/status?s=1");
  switch (question) {
    case 0: return status_of(cloud::ask_status(url, false, transport, control));
    case 1: return status_of(cloud::ask_status(url, true, transport, control));
    case 2: return status_of(api.list_channels(control));
    case 3: return status_of(api.find_gateway(control));
    case 4: return api.check_worker("https://gw.example", control);
    case 5: return status_of(api.capabilities("https://gw.example", control));
    default: return status_of(api.create_ticket("https://gw.example", manifest, control));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size < 2) return 0;
  config::Settings settings;
  settings.api_key = Secret("canary-of-the-key");
  settings.patience.max_tries = 1;
  testing::ScriptedTransport transport;
  const std::string body(reinterpret_cast<const char*>(bytes) + 2, size - 2);
  transport.replies.push_back({kStatuses[bytes[1] % std::size(kStatuses)], body, Code::ok});
  cloud::Api api(settings, transport);
  const Status status = ask(bytes[0] % 7, api, transport);
  if (status.ok()) return 0;
  if (status.error().detail().find("canary") != std::string::npos) __builtin_trap();
  return 0;
}
