#include <algorithm>

#include "engine/process/guest_record.hpp"
#include "engine/process/kernel.hpp"

namespace aex::engine {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;
/* When every guest begins: 2025-01-01 00:00:00 UTC. */
constexpr std::uint64_t kEpoch = UINT64_C(1'735'689'600);
constexpr std::uint64_t kLongestSleep = 1000 * kSecond;

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

std::int64_t Kernel::nanosleep(Call& call) {
  std::uint64_t seconds, nanoseconds;
  const MemoryView view = call.memory.view();
  if (!view.load(call.argument(0), seconds) || !view.load(call.argument(0) + 8, nanoseconds)) {
    return kBadAddress;
  }
  if (nanoseconds >= kSecond) return kInvalidArgument;
  slept_ns_ += std::min(seconds, kLongestSleep / kSecond) * kSecond + nanoseconds;
  return 0;
}

std::int64_t Kernel::clock_nanosleep(Call& call) {
  constexpr Number kAbsolute = 1;
  if ((call.argument(1) & kAbsolute) != 0) return 0;
  call.hart.x[10] = call.hart.x[12];
  return nanosleep(call);
}

}  // namespace aex::engine
