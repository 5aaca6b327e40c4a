/** What can watch the interpreter. The unused parts of an observer compile to nothing. */
#pragma once

#include <cstdint>

namespace aex::engine {

enum class AccessKind : std::uint8_t { load, store };

/** Watches nothing, and declines blocks that were entered less often than `kWatched`: they belong
 *  to an observer that does watch. */
struct NoObserver {
  static constexpr bool kTracksPc = false;      /**< access() is told where */
  static constexpr bool kWatchesBlocks = false; /**< ran() and ran_part() are called */
  static constexpr bool kOneBlock = false;

  std::uint64_t first_unwatched = 0; /**< entries from which a block is run unwatched */

  bool accepts(std::uint64_t entries) const { return entries >= first_unwatched; }
  void access(std::uint64_t, std::uint64_t, unsigned, AccessKind) {}
};

}  // namespace aex::engine
