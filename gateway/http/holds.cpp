#include "gateway/http/holds.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace aex::gateway {

Holds::Holds(std::uint64_t limit_ms) : limit_(limit_ms), watcher_([this] { watch(); }) {}

Holds::~Holds() {
  stop();
  watcher_.join();
}

void Holds::hold(const std::string& key, Resume resume) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!is_stopped_) {
      held_.push_back({key, std::chrono::steady_clock::now() + limit_, std::move(resume)});
      changed_.notify_one();
      return;
    }
  }
  resume();
}

void Holds::release(const std::string& key) {
  resume_if([&key](const Held& held) { return held.key == key; });
}

void Holds::stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_stopped_ = true;
    changed_.notify_one();
  }
  resume_if([](const Held&) { return true; });
}

void Holds::watch() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!is_stopped_) {
    if (held_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, Time(held_.front().until));
    }
    lock.unlock();
    const Time now = std::chrono::steady_clock::now();
    resume_if([now](const Held& held) { return held.until <= now; });
    lock.lock();
  }
}

template <class IsOver>
void Holds::resume_if(IsOver is_over) {
  std::vector<Held> over;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto first = std::stable_partition(held_.begin(), held_.end(),
                                             [&](const Held& held) { return !is_over(held); });
    over.assign(std::make_move_iterator(first), std::make_move_iterator(held_.end()));
    held_.erase(first, held_.end());
  }
  for (const Held& held : over) held.resume();
}

}  // namespace aex::gateway
