#include "os/clock.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace aex::os {
namespace {

TEST(Clock, NeverRunsBackwards) {
  std::uint64_t last = system_clock().now_ms();
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t now = system_clock().now_ms();
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(Clock, SleepingForNothingReturns) { system_clock().sleep_ms(0); }

int minutes_of_day(const LocalTime& time) { return time.hour * 60 + time.minute; }

TEST(Clock, LocalTimeFollowsTheTimeZone) {
  ::setenv("TZ", "UTC0", 1);
  const LocalTime utc = system_clock().local_time();
  ::setenv("TZ", "XXX-5:30", 1);
  const LocalTime east = system_clock().local_time();
  ::unsetenv("TZ");
  EXPECT_GE(utc.year, 2024);
  EXPECT_GE(utc.month, 1);
  EXPECT_LE(utc.month, 12);
  EXPECT_GE(utc.day, 1);
  const int apart = (minutes_of_day(east) - minutes_of_day(utc) + 24 * 60) % (24 * 60);
  EXPECT_GE(apart, 330);
  EXPECT_LE(apart, 331);
}

}  // namespace
}  // namespace aex::os
