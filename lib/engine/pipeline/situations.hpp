/** The states of a pipeline that were met before, so that what follows from them need not be worked
 *  out again. */
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace aex::engine {

/** What decides how the next block issues if nothing that it accesses is missing: times in cycles,
 *  seen from the last issue. */
using Situation = std::array<std::uint8_t, 96>;

/** Number of a situation; 0 is none. Never given twice. */
using SituationId = std::uint64_t;

/** All situations so far, or since there were too many of them. */
class Situations {
 public:
  Situations() { forget(); }

  /** The number of `situation`, which is new or not. */
  SituationId number_of(const Situation& situation);
  /** Whether `id` is a number and not forgotten. */
  bool knows(SituationId id) const { return id >= first_; }
  const Situation& operator[](SituationId id) const { return known_[index(id)].situation; }

  /** What a known one becomes when the next block is fetched anew; 0 until it was set. */
  SituationId& redirected(SituationId id, bool was_predicted) {
    return known_[index(id)].redirected[was_predicted ? 1 : 0];
  }

 private:
  struct Known {
    Situation situation;
    SituationId redirected[2] = {0, 0};
  };

  static constexpr std::size_t kMost = 8192;

  std::size_t index(SituationId id) const { return static_cast<std::size_t>(id - first_); }
  void forget();
  void widen();
  std::size_t slot_of(const Situation& situation) const;

  std::vector<Known> known_;
  std::vector<std::uint32_t> slots_; /**< by hash: index in known_ + 1, or 0 */
  SituationId first_ = 1;
};

}  // namespace aex::engine
