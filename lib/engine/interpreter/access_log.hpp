/** The memory accesses of one instruction. */
#pragma once

#include <array>

#include "engine/interpreter/observe.hpp"

namespace aex::engine {

struct LoggedAccess {
  std::uint64_t address = 0;
  unsigned size = 0; /**< bytes */
  AccessKind kind = AccessKind::load;
};

class AccessLog {
 public:
  void clear() { count_ = 0; }
  void note(const LoggedAccess& access) {
    if (count_ < accesses_.size()) accesses_[count_++] = access;
  }
  const LoggedAccess* begin() const { return accesses_.data(); }
  const LoggedAccess* end() const { return accesses_.data() + count_; }

 private:
  std::array<LoggedAccess, 2> accesses_; /**< a pair is the most that one instruction makes */
  std::size_t count_ = 0;
};

/** Watches one block for the log. */
struct LogObserver {
  static constexpr bool kTracksPc = false;
  static constexpr bool kWatchesBlocks = false;
  static constexpr bool kOneBlock = true;

  AccessLog& log;

  static bool accepts(std::uint64_t) { return false; }
  void access(std::uint64_t, std::uint64_t address, unsigned size, AccessKind kind) {
    log.note({address, size, kind});
  }
};

}  // namespace aex::engine
