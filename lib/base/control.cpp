#include "base/control.hpp"

#include "base/memory/memory.hpp"

namespace aex {

const char* stage_name(Stage stage) noexcept {
  switch (stage) {
    case Stage::config: return "config";
    case Stage::gateway: return "gateway";
    case Stage::package: return "package";
    case Stage::encrypt: return "encrypt";
    case Stage::upload: return "upload";
    case Stage::poll: return "poll";
    case Stage::download: return "download";
    case Stage::decrypt: return "decrypt";
    case Stage::unpack: return "unpack";
    case Stage::report: return "report";
  }
  return "unknown";
}

void Control::start(Now now, void* clock, std::uint64_t timeout_ms) {
  now_ = now;
  clock_ = clock;
  timeout_ms_ = timeout_ms;
  began_ms_ = now(clock);
}

std::uint64_t Control::elapsed_ms() const { return now_ == nullptr ? 0 : now_(clock_) - began_ms_; }

std::uint64_t Control::remaining_ms() const {
  if (timeout_ms_ == 0) return UINT64_MAX;
  const std::uint64_t elapsed = elapsed_ms();
  return elapsed >= timeout_ms_ ? 0 : timeout_ms_ - elapsed;
}

Status Control::check() const {
  if (is_cancelled()) return Error(Code::cancelled, {"during ", stage_name(stage_)});
  if (remaining_ms() == 0) {
    return Error(Code::timeout, {decimal(timeout_ms_), " ms passed during ", stage_name(stage_)});
  }
  if (is_memory_short()) return Error(Code::no_memory, stage_name(stage_));
  return {};
}

Status Control::report(Stage stage, std::uint64_t done_bytes, std::uint64_t total_bytes) {
  stage_ = stage;
  if (hook_ != nullptr && hook_({stage, done_bytes, total_bytes, elapsed_ms()}, payload_)) cancel();
  return check();
}

}  // namespace aex
