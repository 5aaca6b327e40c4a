#include "os/clock.hpp"

#include <time.h>

#include <algorithm>
#include <cerrno>

#include "base/memory/immortal.hpp"

namespace aex::os {
namespace {

constexpr std::uint64_t kMaxSleepSeconds = 0x7FFFFFFF;

class SystemClock final : public Clock {
 public:
  std::uint64_t now_ms() override {
    timespec now = {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::uint64_t(now.tv_sec) * 1000 + std::uint64_t(now.tv_nsec) / 1000000;
  }

  LocalTime local_time() override {
    const time_t now = ::time(nullptr);
    tm parts = {};
    ::tzset();
    ::localtime_r(&now, &parts);
    return {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
            parts.tm_hour,        parts.tm_min,     parts.tm_sec};
  }

  std::int64_t unix_ms() override {
    timespec now = {};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return std::int64_t(now.tv_sec) * 1000 + std::int64_t(now.tv_nsec) / 1000000;
  }

  void sleep_ms(std::uint64_t duration_ms) override {
    timespec rest = {};
    rest.tv_sec = time_t(std::min(duration_ms / 1000, kMaxSleepSeconds));
    rest.tv_nsec = long(duration_ms % 1000) * 1000000;
    while (::nanosleep(&rest, &rest) != 0 && errno == EINTR) {
    }
  }
};

}  // namespace

Clock& system_clock() {
  static Immortal<SystemClock> clock;
  return clock.get();
}

}  // namespace aex::os
