/** Caches and translation buffers. */
#pragma once

#include <vector>

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

}  // namespace aex::engine
