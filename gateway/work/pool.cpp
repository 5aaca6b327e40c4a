#include "gateway/work/pool.hpp"

#include <algorithm>
#include <chrono>

namespace aex::gateway {
namespace {

constexpr std::chrono::seconds kIdleEvery{60};

}  // namespace

Pool::Slot::~Slot() {
  if (pool_ == nullptr) return;
  const std::lock_guard<std::mutex> lock(pool_->mutex_);
  --pool_->reserved_;
}

Pool::Pool(unsigned workers, std::size_t max_queue, std::function<void()> idle)
    : max_queue_(std::max<std::size_t>(max_queue, 1)), idle_(std::move(idle)) {
  for (unsigned i = 0; i < std::max(workers, 1u); ++i) threads_.emplace_back([this] { work(); });
}

std::optional<Pool::Slot> Pool::reserve() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (is_stopping_ || is_full()) return std::nullopt;
  ++reserved_;
  return Slot(*this);
}

bool Pool::has_room() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return !is_full();
}

bool Pool::is_running() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return !is_stopping_;
}

void Pool::submit(Slot slot, Task task) {
  const std::lock_guard<std::mutex> lock(mutex_);
  slot.pool_ = nullptr;
  --reserved_;
  if (is_stopping_) return;
  waiting_.push_back(std::move(task));
  changed_.notify_one();
}

void Pool::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    const bool woken =
        changed_.wait_for(lock, kIdleEvery, [this] { return is_stopping_ || !waiting_.empty(); });
    if (is_stopping_) return;
    if (!woken) {
      lock.unlock();
      idle_();
      lock.lock();
      continue;
    }
    const Task task = std::move(waiting_.front());
    waiting_.pop_front();
    Control control;
    running_.insert(&control);
    lock.unlock();
    task(control);
    lock.lock();
    running_.erase(&control);
  }
}

void Pool::stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_stopping_ = true;
    waiting_.clear();
    for (Control* control : running_) control->cancel();
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace aex::gateway
