#include "gateway/work/result_key.hpp"

namespace aex::gateway {

ResultKey::ResultKey(const Secret& otp, const package::ResultFormat& format, Entropy& entropy) {
  if (!key_.begin(otp, format, entropy).ok()) return;
  const auto work = [](void* self) { static_cast<ResultKey*>(self)->work(); };
  is_begun_ = thread_.start(work, this);
  if (is_begun_) wait_for(Phase::mixing);
}

void ResultKey::work() {
  reach(Phase::mixing);
  key_.mix();
  reach(Phase::mixed);
  key_.drop_table();
}

void ResultKey::reach(Phase phase) {
  const std::lock_guard<std::mutex> lock(mutex_);
  phase_ = phase;
  changed_.notify_one();
}

void ResultKey::wait_for(Phase phase) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return phase_ >= phase; });
}

const package::PasswordKey* ResultKey::get() {
  if (!is_begun_) return nullptr;
  wait_for(Phase::mixed);
  return key_.finish().ok() ? &key_ : nullptr;
}

}  // namespace aex::gateway
