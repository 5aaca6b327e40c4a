/** The threads that make the keys of results, while child processes simulate. */
#pragma once

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "codec/threads/thread.hpp"
#include "package/envelope/password.hpp"

namespace aex::gateway {

/** Each thread makes one key at a time, or two if two are waiting, which takes hardly longer.
 *  AddressSanitizer's allocator does not survive a fork in another thread's call: the memory of a
 *  key is taken by who asks for it, and its thread only computes. It is kept, wiped, for those who
 *  ask later: 16 MiB of v1 or 32 of v2 for each that were ever asked for at once. */
class KeyMill {
 public:
  explicit KeyMill(unsigned threads);
  ~KeyMill();
  KeyMill(const KeyMill&) = delete;
  KeyMill& operator=(const KeyMill&) = delete;

 private:
  friend class ResultKey;
  enum class Phase : std::uint8_t { none, placed, mixed, done };
  struct Order {
    package::PasswordKey key;
    Phase phase = Phase::none;
    bool is_taken = true;
  };
  /** What a thread makes at a time: one, two, or at the end none. */
  using Orders = std::array<Order*, 2>;

  void work();
  Orders take();
  bool is_worth_it() const;
  void reach(Phase phase, const Orders& orders);
  /** One for nobody else, with the memory of an earlier one if any is wiped. */
  Order& borrow();
  /** False if nobody would make it. */
  bool place(Order& order);
  void wait_for(Phase phase, const Order& order);
  /** Waits until nobody computes with it. */
  void withdraw(Order& order);
  void give_back(Order& order);

  std::mutex mutex_; /**< for what follows */
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Order>> orders_;
  std::vector<Order*> waiting_;
  unsigned mixing_ = 0; /**< threads that make keys */
  bool is_stopping_ = false;

  unsigned running_ = 0;
  std::vector<codec::Thread> threads_;
};

/** One key. */
class ResultKey {
 public:
  ResultKey(KeyMill& mill, const Secret& otp, const package::ResultFormat& format,
            Entropy& entropy);
  ~ResultKey();
  ResultKey(const ResultKey&) = delete;
  ResultKey& operator=(const ResultKey&) = delete;

  /** Waits for it; nullptr where it could not be made. Once. */
  const package::PasswordKey* get();

 private:
  KeyMill& mill_;
  KeyMill::Order& order_;
  bool is_placed_ = false;
};

}  // namespace aex::gateway
