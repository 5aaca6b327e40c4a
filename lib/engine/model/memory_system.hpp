/** The caches and translation buffers of the core, and what they count. */
#pragma once

#include <vector>

#include "engine/model/cache.hpp"
#include "engine/model/counters.hpp"

namespace aex::engine {

/** Times are cycles, or instructions where cycles are not modelled: they only tell whether a line
 *  is still on its way. */
class MemorySystem {
 public:
  MemorySystem(const Parameters& parameters, Counters& counters);

  /** Fetches the line with `address` at `now`. When it is here. */
  std::uint64_t fetch(std::uint64_t address, std::uint64_t now) {
    if (!itlb_.touch(address)) ++counters_[Counter::itlb_misses];
    return look_up(l1i_, Counter::l1i_misses, address >> line_shift_, now);
  }

  /** Loads or stores at `address` at `now`. When the line is here. */
  std::uint64_t access(std::uint64_t address, std::uint64_t now) {
    if (!dtlb_.touch(address)) ++counters_[Counter::dtlb_misses];
    return look_up(l1d_, Counter::l1d_misses, address >> line_shift_, now);
  }

 private:
  std::uint64_t look_up(Cache& cache, Counter misses, std::uint64_t line, std::uint64_t now) {
    const std::uint64_t* arrival = cache.find(line);
    if (arrival != nullptr && *arrival <= now) return now;
    ++counters_[misses];
    return arrival != nullptr ? *arrival : fill(cache, line, now);
  }
  std::uint64_t fill(Cache& cache, std::uint64_t line, std::uint64_t now);

  Counters& counters_;
  unsigned line_shift_;
  std::uint64_t l2_cycles_;
  std::uint64_t memory_cycles_;
  Tlb itlb_;
  Tlb dtlb_;
  Cache l1i_;
  Cache l1d_;
  Cache l2_;
  std::vector<std::uint64_t> pending_; /**< arrivals of the last data lines, a ring */
  std::size_t next_pending_ = 0;
};

}  // namespace aex::engine
