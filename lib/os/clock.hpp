/** Time, behind a seam. */
#pragma once

#include <cstdint>

namespace aex::os {

/** A point in the user's local calendar; the year in full, month and day from 1. */
struct LocalTime {
  int year, month, day, hour, minute, second;
};

class Clock {
 public:
  virtual ~Clock() = default;
  /** Monotonic, from an arbitrary start. */
  virtual std::uint64_t now_ms() = 0;
  virtual LocalTime local_time() = 0;
  /** Milliseconds since 1970 in UTC; may jump. */
  virtual std::int64_t unix_ms() = 0;
  virtual void sleep_ms(std::uint64_t duration_ms) = 0;
};

/** The real one. Static. */
Clock& system_clock();

}  // namespace aex::os
