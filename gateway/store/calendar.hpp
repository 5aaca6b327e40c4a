/** Seconds since the epoch, from the two seams that a run has: files and a monotonic clock. */
#pragma once

#include <string>

#include "os/clock.hpp"
#include "os/files.hpp"

namespace aex::gateway {

/** Reads the epoch once from the time that the file system puts on a fresh file, and goes on with
 *  the monotonic clock: so ages compare with those of files, and no jump of the date makes an
 *  address expire early. */
class Calendar {
 public:
  /** Writes "started" in `folder`. */
  static Result<Calendar> start(os::Files& files, os::Clock& clock, const std::string& folder);
  /** Any thread. */
  std::uint64_t now_s() const { return epoch_s_ + (clock_->now_ms() - began_ms_) / 1000; }

 private:
  Calendar(os::Clock& clock, std::uint64_t epoch_s)
      : clock_(&clock), began_ms_(clock.now_ms()), epoch_s_(epoch_s) {}
  os::Clock* clock_;
  std::uint64_t began_ms_;
  std::uint64_t epoch_s_;
};

}  // namespace aex::gateway
