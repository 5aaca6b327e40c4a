/** What the model counts. */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace aex::engine {

/** The rows of counters.def. */
enum class Counter : std::uint8_t {
#define AEX_COUNTER(name) name,
#include "engine/model/counters.def"
#undef AEX_COUNTER
};

constexpr std::size_t kCounters = static_cast<std::size_t>(Counter::atomics) + 1;

class Counters {
 public:
  std::uint64_t& operator[](Counter counter) { return values_[static_cast<std::size_t>(counter)]; }
  std::uint64_t operator[](Counter counter) const {
    return values_[static_cast<std::size_t>(counter)];
  }
  /** What was counted since `earlier`. */
  Counters since(const Counters& earlier) const {
    Counters difference;
    for (std::size_t i = 0; i < kCounters; ++i) {
      difference.values_[i] = values_[i] - earlier.values_[i];
    }
    return difference;
  }

 private:
  std::array<std::uint64_t, kCounters> values_ = {};
};

}  // namespace aex::engine
