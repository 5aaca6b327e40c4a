#include "capi/session/call.hpp"

#include <algorithm>
#include <cstring>

#include "capi/session/effects.hpp"
#include "os/clock.hpp"

namespace aex::capi {
namespace {

AEX_OPTIONS_LAYOUT(aex_call_options, progress_payload);

std::uint64_t now_ms(void* clock) { return static_cast<os::Clock*>(clock)->now_ms(); }

}  // namespace

Call::Call(std::uint64_t timeout_ms, aex_progress_hook hook, void* payload,
           const std::atomic<bool>* stop)
    : hook_(hook), payload_(payload), control_(&Call::tell, this) {
  control_.start(&now_ms, &system_effects().clock, timeout_ms);
  if (stop != nullptr) control_.cancel_with(*stop);
}

bool Call::tell(const Progress& progress, void* self) {
  const Call& call = *static_cast<Call*>(self);
  if (call.hook_ == nullptr) return false;
  const aex_progress notice = {sizeof(aex_progress), static_cast<aex_stage>(progress.stage),
                               progress.done_bytes, progress.total_bytes, progress.elapsed_ms};
  return call.hook_(&notice, call.payload_) != 0;
}

}  // namespace aex::capi

const char* aex_stage_name(aex_stage stage) {
  if (stage < AEX_STAGE_CONFIG || stage > AEX_STAGE_REPORT) return "unknown";
  return aex::stage_name(static_cast<aex::Stage>(stage));
}
