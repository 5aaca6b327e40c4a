/** The threads of a guest, which take turns on its one hardware thread: one runs until it waits,
 * ends, yields or has had its turn of kTurnInstructions. The order is always the same, so that
 * counts repeat; it is one of those that a system could choose. */
#pragma once

#include <deque>

#include "engine/interpreter/hart.hpp"
#include "engine/process/signals.hpp"

namespace aex::engine {

class Threads {
 public:
  static constexpr std::uint64_t kTurnInstructions = 100'000;
  static constexpr std::size_t kMostThreads = 256;
  static constexpr std::uint64_t kNever = UINT64_MAX;
  static constexpr int kFirst = 1;

  int current() const { return threads_.front().number; }
  std::size_t count() const { return threads_.size(); }
  bool has(int number) const;

  /** One that goes on as `hart` does, its registers set by the caller. Its number; 0 if there are
   *  too many. */
  int start(const Hart& hart, std::uint64_t cleared_at, const SignalMask& mask);
  /** Where the current one leaves a zero for those who wait for its end. */
  void set_cleared_at(std::uint64_t address) { threads_.front().cleared_at = address; }
  std::uint64_t cleared_at() const { return threads_.front().cleared_at; }

  /** The current one waits at `address` (0: for the time alone) for a wake with one of `bits`,
   * until `deadline_ns`, and gets `late` in a0 if that comes first. */
  void wait(std::uint64_t address, std::uint32_t bits, std::uint64_t deadline_ns,
            std::int64_t late);
  /** How many of at most `most` were woken. */
  std::uint64_t wake(std::uint64_t address, std::uint32_t bits, std::uint64_t most);
  /** Lets at most `most` wait at `to` instead; how many. */
  std::uint64_t move(std::uint64_t from, std::uint64_t to, std::uint64_t most);
  /** A waiting one that does not block any of `signals` goes on and gets `result` in a0: `thread`,
   *  or with 0 the next of them. */
  void interrupt(int thread, std::uint64_t signals, std::int64_t result);
  void yield() { is_turn_over_ = true; }
  void end_current() { threads_.front().is_gone = true; }

  /** Whether switch_over() has to be called before the current one goes on. */
  bool must_switch() const {
    const Thread& current = threads_.front();
    return is_turn_over_ || current.is_waiting || current.is_gone;
  }
  /** Where the current one's turn ends, in retired instructions. */
  std::uint64_t turn_end() const { return threads_.size() == 1 ? kNever : turn_end_; }
  /** Lets the next go on, at `now_ns` or when the first of those that wait for a time is due: then
   *  `slept_ns` is how much later that is. False if all wait for each other. */
  bool switch_over(Hart& hart, SignalMask& mask, std::uint64_t now_ns, std::uint64_t& slept_ns);

 private:
  struct Thread {
    int number = kFirst;
    Hart hart; /**< while it does not run */
    SignalMask mask;
    std::uint64_t cleared_at = 0;
    bool is_waiting = false;
    bool is_gone = false;
    std::uint64_t address = 0;
    std::uint32_t bits = 0;
    std::uint64_t deadline_ns = kNever;
    std::int64_t late = 0;
  };

  bool is_next_ready(std::uint64_t now_ns);
  std::uint64_t first_deadline() const;
  void resume(Hart& hart, SignalMask& mask);

  std::deque<Thread> threads_ = std::deque<Thread>(1); /**< the current one first */
  int last_number_ = kFirst;
  bool is_turn_over_ = false;
  std::uint64_t turn_end_ = 0;
};

}  // namespace aex::engine
