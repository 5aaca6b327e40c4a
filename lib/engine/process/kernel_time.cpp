#include <algorithm>

#include "engine/process/guest_record.hpp"
#include "engine/process/kernel.hpp"

namespace aex::engine {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;
/* When every guest begins: 2025-01-01 00:00:00 UTC. */
constexpr std::uint64_t kEpoch = UINT64_C(1'735'689'600);
/* Seconds that a guest sleeps at most, and the last one that it can wait for. */
constexpr std::uint64_t kLongestSleep = 1000;
constexpr std::uint64_t kLatest = UINT64_C(10'000'000'000);

GuestRecord<16> time_record(std::uint64_t seconds, std::uint64_t fraction) {
  GuestRecord<16> record;
  record.put64(0, seconds);
  record.put64(8, fraction);
  return record;
}

}  // namespace

/* An instruction takes a nanosecond, and sleeping takes no time of the host. */
std::uint64_t Kernel::now_ns(const Hart& hart) const { return hart.retired + slept_ns_; }

std::int64_t Kernel::epoch_seconds(const Hart& hart) const {
  return static_cast<std::int64_t>(kEpoch + now_ns(hart) / kSecond);
}

std::int64_t Kernel::clock_gettime(Call& call) {
  constexpr Number kRealtime = 0;
  constexpr Number kRealtimeCoarse = 5;
  const Number clock = call.argument(0);
  const bool is_calendar = clock == kRealtime || clock == kRealtimeCoarse;
  const std::uint64_t now = now_ns(call.hart);
  return time_record((is_calendar ? kEpoch : 0) + now / kSecond, now % kSecond)
      .write(call.memory, call.argument(1));
}

std::int64_t Kernel::clock_getres(Call& call) {
  if (call.argument(1) == 0) return 0;
  return time_record(0, 1).write(call.memory, call.argument(1));
}

std::int64_t Kernel::gettimeofday(Call& call) {
  if (call.argument(0) == 0) return 0;
  const std::uint64_t now = now_ns(call.hart);
  return time_record(kEpoch + now / kSecond, now % kSecond / 1000)
      .write(call.memory, call.argument(0));
}

std::int64_t Kernel::time(Call& call) {
  const std::uint64_t seconds = kEpoch + now_ns(call.hart) / kSecond;
  GuestRecord<8> record;
  record.put64(0, seconds);
  if (call.argument(0) != 0 && record.write(call.memory, call.argument(0)) != 0) {
    return kBadAddress;
  }
  return static_cast<std::int64_t>(seconds);
}

std::int64_t Kernel::times(Call& call) {
  constexpr std::uint64_t kTick = kSecond / 100;
  const std::uint64_t ticks = now_ns(call.hart) / kTick;
  GuestRecord<32> record;
  record.put64(0, ticks);
  if (call.argument(0) != 0 && record.write(call.memory, call.argument(0)) != 0) {
    return kBadAddress;
  }
  return static_cast<std::int64_t>(ticks);
}

std::int64_t Kernel::getrusage(Call& call) {
  const std::uint64_t now = now_ns(call.hart);
  GuestRecord<144> record;
  record.put64(0, now / kSecond);
  record.put64(8, now % kSecond / 1000);
  return record.write(call.memory, call.argument(1));
}

/* As now_ns() counts. */
std::uint64_t Kernel::deadline_ns(const Hart& hart, std::uint64_t seconds,
                                  std::uint64_t nanoseconds, bool is_absolute,
                                  bool is_calendar) const {
  if (!is_absolute) return now_ns(hart) + std::min(seconds, kLongestSleep) * kSecond + nanoseconds;
  const std::uint64_t begin = is_calendar ? kEpoch : 0;
  const std::uint64_t since_begin = seconds > begin ? seconds - begin : 0;
  return std::min(since_begin, kLatest) * kSecond + nanoseconds;
}

std::int64_t Kernel::read_deadline(Call& call, Number time_at, bool is_absolute, bool is_calendar,
                                   std::uint64_t& deadline) const {
  std::uint64_t seconds, nanoseconds;
  const MemoryView view = call.memory.view();
  if (!view.load(time_at, seconds) || !view.load(time_at + 8, nanoseconds)) return kBadAddress;
  if (nanoseconds >= kSecond) return kInvalidArgument;
  deadline = deadline_ns(call.hart, seconds, nanoseconds, is_absolute, is_calendar);
  return 0;
}

std::int64_t Kernel::sleep(Call& call, Number time_at, bool is_absolute, bool is_calendar) {
  std::uint64_t deadline;
  const std::int64_t status = read_deadline(call, time_at, is_absolute, is_calendar, deadline);
  if (status == 0) threads_.wait(0, 0, deadline, 0);
  return status;
}

std::int64_t Kernel::nanosleep(Call& call) { return sleep(call, call.argument(0), false, false); }

std::int64_t Kernel::clock_nanosleep(Call& call) {
  constexpr Number kAbsolute = 1;
  return sleep(call, call.argument(2), (call.argument(1) & kAbsolute) != 0, call.argument(0) == 0);
}

}  // namespace aex::engine
