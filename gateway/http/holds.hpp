/** Requests whose answer is held back until there is more to say. */
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace aex::gateway {

/** A held request goes on when its key is released, after `limit_ms`, or at stop(), whichever
 *  comes first, and exactly once. All functions may be called from any thread. */
class Holds {
 public:
  using Resume = std::function<void()>;

  explicit Holds(std::uint64_t limit_ms);
  ~Holds();
  Holds(const Holds&) = delete;
  Holds& operator=(const Holds&) = delete;

  /** `resume` is called later, from another thread or from release(); at once after stop(). */
  void hold(const std::string& key, Resume resume);
  void release(const std::string& key);
  /** Lets all go on. Idempotent. */
  void stop();

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Held {
    std::string key;
    Time until;
    Resume resume;
  };
  void watch();
  template <class IsOver>
  void resume_if(IsOver is_over);

  const std::chrono::milliseconds limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Held> held_; /* in the order of their ends */
  bool is_stopped_ = false;
  std::thread watcher_;
};

}  // namespace aex::gateway
