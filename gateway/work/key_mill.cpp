#include "gateway/work/key_mill.hpp"

#include <algorithm>

namespace aex::gateway {

KeyMill::KeyMill(unsigned threads) : threads_(threads) {
  const auto work = [](void* self) { static_cast<KeyMill*>(self)->work(); };
  for (codec::Thread& thread : threads_) running_ += thread.start(work, this) ? 1 : 0;
}

KeyMill::~KeyMill() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  threads_.clear();
}

KeyMill::Orders KeyMill::take() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return is_stopping_ || is_worth_it(); });
  Orders taken = {};
  if (is_stopping_) return taken;
  const std::size_t count = std::min(waiting_.size(), taken.size());
  std::copy_n(waiting_.begin(), count, taken.begin());
  waiting_.erase(waiting_.begin(), waiting_.begin() + std::ptrdiff_t(count));
  ++mixing_;
  return taken;
}

/* Where keys are being made already, more are asked for soon: two at a time cost a processor little
 * more than one, and the one that waits does so no longer than the others take. */
bool KeyMill::is_worth_it() const {
  return waiting_.size() > 1 || (!waiting_.empty() && mixing_ == 0);
}

void KeyMill::work() {
  for (Orders orders = take(); orders[0] != nullptr; orders = take()) {
    if (orders[1] != nullptr) {
      package::PasswordKey::mix_both(orders[0]->key, orders[1]->key);
    } else {
      orders[0]->key.mix();
    }
    reach(Phase::mixed, orders);
    for (Order* order : orders) {
      if (order != nullptr) order->key.clear_table();
    }
    reach(Phase::done, orders);
  }
}

void KeyMill::reach(Phase phase, const Orders& orders) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (phase == Phase::mixed) --mixing_;
  for (Order* order : orders) {
    if (order != nullptr) order->phase = phase;
  }
  changed_.notify_all();
}

KeyMill::Order& KeyMill::borrow() {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const std::unique_ptr<Order>& order : orders_) {
    if (order->is_taken || (order->phase != Phase::none && order->phase != Phase::done)) continue;
    order->is_taken = true;
    order->phase = Phase::none;
    return *order;
  }
  return *orders_.emplace_back(std::make_unique<Order>());
}

bool KeyMill::place(Order& order) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (running_ == 0) return false;
  order.phase = Phase::placed;
  waiting_.push_back(&order);
  changed_.notify_all();
  return true;
}

void KeyMill::wait_for(Phase phase, const Order& order) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return order.phase >= phase; });
}

void KeyMill::withdraw(Order& order) {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto place = std::find(waiting_.begin(), waiting_.end(), &order);
  if (place != waiting_.end()) {
    waiting_.erase(place);
    order.phase = Phase::none;
  } else {
    changed_.wait(lock, [&] { return order.phase != Phase::placed; });
  }
}

void KeyMill::give_back(Order& order) {
  const std::lock_guard<std::mutex> lock(mutex_);
  order.is_taken = false;
}

ResultKey::ResultKey(KeyMill& mill, const Secret& otp, const package::ResultFormat& format,
                     Entropy& entropy)
    : mill_(mill), order_(mill.borrow()) {
  if (order_.key.begin(otp, format, entropy).ok()) is_placed_ = mill_.place(order_);
}

ResultKey::~ResultKey() {
  mill_.withdraw(order_);
  order_.key.forget();
  mill_.give_back(order_);
}

const package::PasswordKey* ResultKey::get() {
  if (!is_placed_) return nullptr;
  mill_.wait_for(KeyMill::Phase::mixed, order_);
  return order_.key.finish().ok() ? &order_.key : nullptr;
}

}  // namespace aex::gateway
