#include "capi/call.hpp"

#include "capi/boundary.hpp"
#include "os/clock.hpp"

namespace aex::capi {
namespace {

AEX_OPTIONS_LAYOUT(aex_call_options, progress_payload);

/* Far above any structure to come: a larger size is an uninitialised one. */
constexpr std::uint32_t kMaxStructBytes = 4096;

std::uint64_t now_ms(void* clock) { return static_cast<os::Clock*>(clock)->now_ms(); }

}  // namespace

Status read_struct(void* known, std::size_t size, const void* given, const char* name) {
  std::uint32_t given_bytes = 0;
  std::memcpy(&given_bytes, given, sizeof given_bytes);
  if (given_bytes < 2 * sizeof given_bytes || given_bytes > kMaxStructBytes ||
      given_bytes % sizeof given_bytes != 0) {
    return Error(Code::invalid_argument, std::string(name) + ".struct_size was " +
                                             std::to_string(given_bytes) +
                                             "; use the _INIT macro of the structure");
  }
  const auto* bytes = static_cast<const unsigned char*>(given);
  for (std::size_t i = size; i < given_bytes; ++i) {
    if (bytes[i] != 0) {
      return Error(Code::invalid_argument,
                   std::string(name) + " set a field that this version does not know");
    }
  }
  std::memcpy(known, given, std::min<std::size_t>(size, given_bytes));
  std::uint32_t flags = 0;
  std::memcpy(&flags, bytes + sizeof given_bytes, sizeof flags);
  if (flags != 0) return Error(Code::invalid_argument, std::string(name) + ".flags was not 0");
  return {};
}

Call::Call(std::uint64_t timeout_ms, aex_progress_hook hook, void* payload,
           const std::atomic<bool>* stop)
    : hook_(hook), payload_(payload), control_(&Call::tell, this) {
  control_.start(&now_ms, &os::system_clock(), timeout_ms);
  if (stop != nullptr) control_.cancel_with(*stop);
}

bool Call::tell(const Progress& progress, void* self) {
  const Call& call = *static_cast<Call*>(self);
  if (call.hook_ == nullptr) return false;
  const aex_progress notice = {sizeof(aex_progress), static_cast<aex_stage>(progress.stage),
                               progress.done_bytes, progress.total_bytes, progress.elapsed_ms};
  return call.hook_(&notice, call.payload_) != 0;
}

Result<aex_call_options> read_call(const aex_call_options* given) {
  return read_options(given, "options");
}

}  // namespace aex::capi

const char* aex_stage_name(aex_stage stage) {
  return aex::stage_name(static_cast<aex::Stage>(stage));
}
