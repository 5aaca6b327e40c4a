/** The key of a result, which is made while a child process simulates. */
#pragma once

#include <condition_variable>
#include <mutex>

#include "codec/threads/thread.hpp"
#include "package/envelope/password.hpp"

namespace aex::gateway {

/** AddressSanitizer's allocator does not survive a fork in another thread's call. So the memory is
 *  taken before the thread begins, the thread runs when the constructor returns, and until the key
 *  is there it only computes. */
class ResultKey {
 public:
  ResultKey(const Secret& otp, const package::ResultFormat& format, Entropy& entropy);
  ResultKey(const ResultKey&) = delete;
  ResultKey& operator=(const ResultKey&) = delete;

  /** Waits for it; nullptr where it could not be made. */
  const package::PasswordKey* get();

 private:
  enum class Phase : std::uint8_t { starting, mixing, mixed };
  void work();
  void reach(Phase phase);
  void wait_for(Phase phase);

  std::mutex mutex_;
  std::condition_variable changed_;
  Phase phase_ = Phase::starting;
  bool is_begun_ = false;
  package::PasswordKey key_;
  codec::Thread thread_; /**< the last: it goes first */
};

}  // namespace aex::gateway
