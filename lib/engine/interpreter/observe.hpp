/** What can watch the interpreter. The unused parts of an observer compile to nothing. */
#pragma once

#include <cstdint>

namespace aex::engine {

enum class AccessKind : std::uint8_t { load, store };

/** Accesses that are noted of each instruction; one more than the strides between them. */
constexpr std::uint64_t kNotedAccesses = 51;

/** Watches nothing, and declines blocks that were entered less often than kNotedAccesses: they
 *  belong to an observer that does watch. */
struct NoObserver {
  static constexpr bool kTracksPc = false;      /**< access() is told where */
  static constexpr bool kWatchesBlocks = false; /**< ran() and ran_part() are called */
  static constexpr bool kOneBlock = false;

  static bool accepts(std::uint64_t entries) { return entries >= kNotedAccesses; }
  void access(std::uint64_t, std::uint64_t, unsigned, AccessKind) {}
};

}  // namespace aex::engine
