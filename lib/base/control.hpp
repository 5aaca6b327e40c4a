/** Carries progress out of a running stage, and the wish to stop and the deadline into it. */
#pragma once

#include <atomic>

#include "atlasexplorer/progress.hpp"
#include "atlasexplorer/result.hpp"

namespace aex {

class Control {
 public:
  using Now = std::uint64_t (*)(void* clock);

  Control() = default;
  Control(ProgressHook hook, void* payload) : hook_(hook), payload_(payload) {}

  /** From now on elapsed time and the deadline are measured with this monotonic clock. */
  void start(Now now, void* clock, std::uint64_t timeout_ms);

  /** Asks the run to stop at its next check; may be called from any thread. */
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  /** From now on `flag` cancels too: one that outlives this object and may serve several. */
  void cancel_with(const std::atomic<bool>& flag) noexcept { shared_ = &flag; }
  bool is_cancelled() const noexcept {
    return cancelled_.load(std::memory_order_relaxed) ||
           (shared_ != nullptr && shared_->load(std::memory_order_relaxed));
  }

  /** Tells of progress. Code::cancelled once asked to stop; Code::timeout after the deadline. */
  Status report(Stage stage, std::uint64_t done_bytes, std::uint64_t total_bytes);
  /** The same without a notice. */
  Status check() const;

  /** Until the deadline; UINT64_MAX when there is none, 0 when it has passed. */
  std::uint64_t remaining_ms() const;

 private:
  std::uint64_t elapsed_ms() const;

  ProgressHook hook_ = nullptr;
  void* payload_ = nullptr;
  Now now_ = nullptr;
  void* clock_ = nullptr;
  std::uint64_t began_ms_ = 0;
  std::uint64_t timeout_ms_ = 0;
  Stage stage_ = Stage::config;
  std::atomic<bool> cancelled_{false};
  const std::atomic<bool>* shared_ = nullptr;
};

}  // namespace aex
