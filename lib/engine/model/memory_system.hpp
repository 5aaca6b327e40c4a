/** The caches and translation buffers of the core, and what they count. */
#pragma once

#include <vector>

#include "engine/model/counters.hpp"
#include "engine/model/parameters.hpp"

namespace aex::engine {

/** Lines by number, and when each has arrived. The least recently used of a set goes first. */
class Cache {
 public:
  Cache(std::uint32_t bytes, std::uint32_t ways, std::uint32_t line_bytes)
      : ways_(ways), mask_(bytes / ways / line_bytes - 1), lines_(bytes / line_bytes) {}

  /** When the line arrives or has arrived; nullptr if it is not here. Valid until the next call. */
  const std::uint64_t* find(std::uint64_t line) {
    Line* set = &lines_[(line & mask_) * ways_];
    if (set->tag == line + 1) return &set->arrival;
    return find_older(set, line);
  }

  void insert(std::uint64_t line, std::uint64_t arrival) {
    Line* set = &lines_[(line & mask_) * ways_];
    move_to_front(set, ways_ - 1, {line + 1, arrival});
  }

 private:
  struct Line {
    std::uint64_t tag = 0; /**< number + 1 */
    std::uint64_t arrival = 0;
  };

  const std::uint64_t* find_older(Line* set, std::uint64_t line) {
    for (std::uint32_t way = 1; way < ways_; ++way) {
      if (set[way].tag != line + 1) continue;
      move_to_front(set, way, set[way]);
      return &set->arrival;
    }
    return nullptr;
  }

  static void move_to_front(Line* set, std::uint32_t way, Line line) {
    for (; way > 0; --way) set[way] = set[way - 1];
    *set = line;
  }

  std::uint32_t ways_;
  std::uint64_t mask_;
  std::vector<Line> lines_;
};

/** Pages, fully associative. */
class Tlb {
 public:
  Tlb(std::uint32_t entries, std::uint32_t page_bytes)
      : pages_(entries * page_bytes, entries, page_bytes), page_shift_(exponent_of(page_bytes)) {}

  /** True if the page was here; it is now. */
  bool touch(std::uint64_t address) {
    const std::uint64_t page = address >> page_shift_;
    if (pages_.find(page) != nullptr) return true;
    pages_.insert(page, 0);
    return false;
  }

 private:
  Cache pages_;
  unsigned page_shift_;
};

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
