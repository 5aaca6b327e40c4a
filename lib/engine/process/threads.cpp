#include "engine/process/threads.hpp"

#include <algorithm>

namespace aex::engine {

bool Threads::has(int number) const {
  return std::any_of(threads_.begin(), threads_.end(), [&](const Thread& thread) {
    return thread.number == number && !thread.is_gone;
  });
}

int Threads::start(const Hart& hart, std::uint64_t cleared_at, const SignalMask& mask) {
  if (threads_.size() >= kMostThreads) return 0;
  if (threads_.size() == 1) turn_end_ = hart.retired + kTurnInstructions;
  Thread thread;
  thread.number = ++last_number_;
  thread.hart = hart;
  thread.mask = mask;
  thread.mask.thread = thread.number;
  thread.cleared_at = cleared_at;
  threads_.push_back(thread);
  return thread.number;
}

void Threads::wait(std::uint64_t address, std::uint32_t bits, std::uint64_t deadline_ns,
                   std::int64_t late) {
  Thread& current = threads_.front();
  current.is_waiting = true;
  current.address = address;
  current.bits = bits;
  current.deadline_ns = deadline_ns;
  current.late = late;
}

std::uint64_t Threads::wake(std::uint64_t address, std::uint32_t bits, std::uint64_t most) {
  std::uint64_t woken = 0;
  for (Thread& thread : threads_) {
    const bool is_meant =
        thread.is_waiting && thread.address == address && address != 0 && (thread.bits & bits) != 0;
    if (!is_meant || woken == most) continue;
    thread.is_waiting = false;
    ++woken;
  }
  return woken;
}

std::uint64_t Threads::move(std::uint64_t from, std::uint64_t to, std::uint64_t most) {
  std::uint64_t moved = 0;
  for (Thread& thread : threads_) {
    const bool is_meant = thread.is_waiting && thread.address == from && from != 0;
    if (!is_meant || moved == most) continue;
    thread.address = to;
    ++moved;
  }
  return moved;
}

void Threads::interrupt(int thread, std::uint64_t signals, std::int64_t result) {
  const auto found = std::find_if(threads_.begin(), threads_.end(), [&](const Thread& candidate) {
    return candidate.is_waiting && (candidate.mask.blocked & signals) == 0 &&
           (thread == 0 || thread == candidate.number);
  });
  if (found == threads_.end()) return;
  found->is_waiting = false;
  found->hart.x[10] = static_cast<std::uint64_t>(result);
}

bool Threads::is_next_ready(std::uint64_t now_ns) {
  Thread& next = threads_.front();
  if (next.is_waiting && next.deadline_ns <= now_ns) {
    next.is_waiting = false;
    next.hart.x[10] = static_cast<std::uint64_t>(next.late);
  }
  return !next.is_waiting;
}

std::uint64_t Threads::first_deadline() const {
  std::uint64_t first = kNever;
  for (const Thread& thread : threads_) first = std::min(first, thread.deadline_ns);
  return first;
}

/* The processor stays: its clock, and what its floating point can do. */
void Threads::resume(Hart& hart, SignalMask& mask) {
  Thread& next = threads_.front();
  next.hart.retired = hart.retired;
  next.hart.host_float = hart.host_float;
  next.hart.is_bare_metal = hart.is_bare_metal;
  next.hart.is_reserved = false;
  next.hart.settle_float();
  next.deadline_ns = kNever;
  hart = next.hart;
  mask = next.mask;
  is_turn_over_ = false;
  turn_end_ = hart.retired + kTurnInstructions;
}

bool Threads::switch_over(Hart& hart, SignalMask& mask, std::uint64_t now_ns,
                          std::uint64_t& slept_ns) {
  threads_.front().hart = hart;
  threads_.front().mask = mask;
  slept_ns = 0;
  if (threads_.front().is_gone) {
    threads_.pop_front();
  } else {
    std::rotate(threads_.begin(), threads_.begin() + 1, threads_.end());
  }
  for (std::size_t tried = 0; !is_next_ready(now_ns + slept_ns); ++tried) {
    if (tried == threads_.size()) {
      const std::uint64_t first = first_deadline();
      if (first == kNever) return false;
      slept_ns = first - now_ns;
    }
    std::rotate(threads_.begin(), threads_.begin() + 1, threads_.end());
  }
  resume(hart, mask);
  return true;
}

}  // namespace aex::engine
