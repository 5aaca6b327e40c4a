/** A fixed number of threads that run experiments, and a bounded line before them. */
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/control.hpp"

namespace aex::gateway {

class Pool {
 public:
  /** One experiment; must come back soon once `control` is cancelled. */
  using Task = std::function<void(Control& control)>;

  /** A place in the line, given back when it goes unused. */
  class Slot {
   public:
    Slot(Slot&& other) noexcept : pool_(other.pool_) { other.pool_ = nullptr; }
    Slot& operator=(Slot&&) = delete;
    ~Slot();

   private:
    friend class Pool;
    explicit Slot(Pool& pool) : pool_(&pool) {}
    Pool* pool_;
  };

  /** `idle` is called about once a minute by a thread that has nothing to do. */
  Pool(unsigned workers, std::size_t max_queue, std::function<void()> idle);
  ~Pool() { stop(); }

  /** A place for one more experiment; nothing when the line is full or the pool has stopped. */
  std::optional<Slot> reserve();
  bool has_room() const;
  bool is_running() const;

  void submit(Slot slot, Task task);

  /** Cancels what runs, drops what waits, joins the threads. Idempotent. */
  void stop();

 private:
  void work();
  bool is_full() const { return waiting_.size() + reserved_ >= max_queue_; }

  const std::size_t max_queue_;
  const std::function<void()> idle_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> waiting_;
  std::size_t reserved_ = 0;
  std::unordered_set<Control*> running_;
  bool is_stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace aex::gateway
