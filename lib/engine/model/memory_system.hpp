/** The caches and translation buffers of the core, and what they count. */
#pragma once

#include <array>
#include <vector>

#include "engine/model/counters.hpp"
#include "engine/model/parameters.hpp"

namespace aex::engine {

/** Where a cache keeps one line. */
struct CacheLine {
  std::uint64_t tag = 0;     /**< number + 1 */
  std::uint64_t arrival = 0; /**< when it is or was here */
  std::uint64_t used = 0;    /**< number of its last use */
};

/** Lines by number. The least recently used of a set goes first. Sets that are never used take no
 *  memory. */
class Cache {
 public:
  Cache(std::uint32_t bytes, std::uint32_t ways, std::uint32_t line_bytes)
      : ways_(ways),
        mask_(bytes / ways / line_bytes - 1),
        group_sets_(sets() < kMostGroupSets ? sets() : kMostGroupSets),
        groups_(sets() / group_sets_) {}

  std::uint64_t sets() const { return mask_ + 1; }

  /** nullptr if the line is not here. `likely` is where it may be, of this cache, or nullptr; where
   *  it is, afterwards. `use` is the number of this use. */
  const CacheLine* find(std::uint64_t line, CacheLine*& likely, std::uint64_t use) {
    if (likely == nullptr || likely->tag != line + 1) return search(line, likely, use);
    likely->used = use;
    return likely;
  }

  /** In place of the line of its set that was not used for the longest time. */
  void insert(std::uint64_t line, std::uint64_t arrival, std::uint64_t use);

 private:
  static constexpr std::uint64_t kMostGroupSets = 16;

  const CacheLine* search(std::uint64_t line, CacheLine*& likely, std::uint64_t use);
  CacheLine* set_of(std::uint64_t line);

  std::uint32_t ways_;
  std::uint64_t mask_;
  std::uint64_t group_sets_;
  std::vector<std::vector<CacheLine>> groups_; /**< of some sets each; empty until one is used */
};

/** Pages, fully associative. */
class Tlb {
 public:
  Tlb(std::uint32_t entries, std::uint32_t page_bytes)
      : pages_(entries * page_bytes, entries, page_bytes), page_shift_(exponent_of(page_bytes)) {}

  /** True if the page was here; it is now. `likely` and `use` as for Cache::find(). */
  bool touch(std::uint64_t address, CacheLine*& likely, std::uint64_t use) {
    if (finds(address, likely, use)) return true;
    pages_.insert(address >> page_shift_, 0, use);
    return false;
  }
  /** The same, but the page does not come. */
  bool finds(std::uint64_t address, CacheLine*& likely, std::uint64_t use) {
    return pages_.find(address >> page_shift_, likely, use) != nullptr;
  }

 private:
  Cache pages_;
  unsigned page_shift_;
};

/** Holds no line, and nothing is written to it. */
inline CacheLine nowhere;

/** Where an instruction found what it accessed last: there it is looked for first. */
struct AccessPlace {
  CacheLine* line = &nowhere;
  CacheLine* page = &nowhere;
};

/** Times are cycles, or instructions where cycles are not modelled: they only tell whether a line
 *  is still on its way. */
class MemorySystem {
 public:
  MemorySystem(const Parameters& parameters, Counters& counters);

  /** Fetches the line with `address` at `now`. When it is here. */
  std::uint64_t fetch(std::uint64_t address, std::uint64_t now) {
    return has_at_hand(address) ? now : fetch_line(address, address >> line_shift_, now);
  }
  /** Whether fetching that line now would change nothing. */
  bool has_at_hand(std::uint64_t address) const {
    const std::uint64_t line = address >> line_shift_;
    return recent_code_[line & recent_mask_] == line &&
           address >> code_page_shift_ == recent_code_page_;
  }

  /** Grows whenever has_at_hand() may answer differently. */
  std::uint64_t code_changes() const { return code_changes_; }

  /** Loads or stores at `address` at `now`. When the line is here. */
  std::uint64_t access(std::uint64_t address, AccessPlace& place, std::uint64_t now) {
    return is_at_place(address, place, now) ? now : access_line(address, place, now);
  }
  /** Loads or stores at `address` if line and page are here. Else false, and access() has to
   * follow. Doing the same accesses again changes no more than doing them once. */
  bool hits(std::uint64_t address, AccessPlace& place, std::uint64_t now) {
    return is_at_place(address, place, now) || finds(address, place, now);
  }

 private:
  bool is_at_place(std::uint64_t address, AccessPlace& place, std::uint64_t now) {
    const bool is_there = place.line->tag == (address >> line_shift_) + 1 &&
                          place.page->tag == (address >> data_page_shift_) + 1 &&
                          place.line->arrival <= now;
    ++uses_;
    if (is_there) place.line->used = place.page->used = uses_;
    return is_there;
  }
  bool finds(std::uint64_t address, AccessPlace& place, std::uint64_t now);
  std::uint64_t access_line(std::uint64_t address, AccessPlace& place, std::uint64_t now);
  std::uint64_t fetch_line(std::uint64_t address, std::uint64_t line, std::uint64_t now);
  std::uint64_t look_up(Cache& cache, Counter misses, std::uint64_t line, CacheLine*& likely,
                        std::uint64_t now) {
    const CacheLine* const found = cache.find(line, likely, uses_);
    if (found != nullptr && found->arrival <= now) return now;
    ++counters_[misses];
    return found != nullptr ? found->arrival : fill(cache, line, now);
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
  std::uint64_t uses_ = 0;
  /** Lines of code that are here and were the last to be used of their sets: as long as none of the
   *  same low bits is used, and no other page, using them again changes nothing. */
  std::array<std::uint64_t, 64> recent_code_;
  std::uint64_t recent_mask_;
  std::uint64_t code_changes_ = 1;
  std::uint64_t recent_code_page_ = UINT64_MAX;
  unsigned code_page_shift_;
  unsigned data_page_shift_;
  std::vector<std::uint64_t> pending_; /**< arrivals of the last data lines, a ring */
  std::size_t next_pending_ = 0;
};

}  // namespace aex::engine
