#include "engine/model/memory_system.hpp"

#include <algorithm>

namespace aex::engine {

CacheLine* Cache::set_of(std::uint64_t line) {
  const std::uint64_t set = line & mask_;
  std::vector<CacheLine>& group = groups_[set / group_sets_];
  if (group.empty()) group.resize(group_sets_ * ways_);
  return &group[set % group_sets_ * ways_];
}

const CacheLine* Cache::search(std::uint64_t line, CacheLine*& likely, std::uint64_t use) {
  CacheLine* const set = set_of(line);
  for (CacheLine* here = set; here != set + ways_; ++here) {
    if (here->tag != line + 1) continue;
    here->used = use;
    return likely = here;
  }
  return nullptr;
}

void Cache::insert(std::uint64_t line, std::uint64_t arrival, std::uint64_t use) {
  CacheLine* const set = set_of(line);
  CacheLine* oldest = set;
  for (CacheLine* here = set; here != set + ways_; ++here) {
    if (here->used < oldest->used) oldest = here;
  }
  *oldest = {line + 1, arrival, use};
}

MemorySystem::MemorySystem(const Parameters& parameters, Counters& counters)
    : counters_(counters),
      line_shift_(exponent_of(parameters.line_bytes)),
      l2_cycles_(parameters.l2_cycles),
      memory_cycles_(parameters.memory_cycles),
      itlb_(parameters.tlb_entries, parameters.itlb_page_bytes),
      dtlb_(parameters.tlb_entries, parameters.dtlb_page_bytes),
      l1i_(parameters.l1_bytes, parameters.l1_ways, parameters.line_bytes),
      l1d_(parameters.l1_bytes, parameters.l1_ways, parameters.line_bytes),
      l2_(parameters.l2_bytes, parameters.l2_ways, parameters.line_bytes),
      recent_mask_(std::min<std::uint64_t>(l1i_.sets(), recent_code_.size()) - 1),
      code_page_shift_(exponent_of(parameters.itlb_page_bytes)),
      data_page_shift_(exponent_of(parameters.dtlb_page_bytes)),
      pending_(parameters.pending_lines) {
  recent_code_.fill(UINT64_MAX);
}

std::uint64_t MemorySystem::fetch_line(std::uint64_t address, std::uint64_t line,
                                       std::uint64_t now) {
  CacheLine* page = nullptr;
  CacheLine* place = nullptr;
  if (!itlb_.touch(address, page, ++uses_)) ++counters_[Counter::itlb_misses];
  const std::uint64_t arrival = look_up(l1i_, Counter::l1i_misses, line, place, now);
  recent_code_[line & recent_mask_] = arrival <= now ? line : UINT64_MAX;
  recent_code_page_ = address >> code_page_shift_;
  ++code_changes_;
  return arrival;
}

bool MemorySystem::finds(std::uint64_t address, AccessPlace& place, std::uint64_t now) {
  if (!dtlb_.finds(address, place.page, uses_)) return false;
  const CacheLine* const line = l1d_.find(address >> line_shift_, place.line, uses_);
  return line != nullptr && line->arrival <= now;
}

std::uint64_t MemorySystem::access_line(std::uint64_t address, AccessPlace& place,
                                        std::uint64_t now) {
  if (!dtlb_.touch(address, place.page, uses_)) ++counters_[Counter::dtlb_misses];
  return look_up(l1d_, Counter::l1d_misses, address >> line_shift_, place.line, now);
}

std::uint64_t MemorySystem::fill(Cache& cache, std::uint64_t line, std::uint64_t now) {
  CacheLine* likely = nullptr;
  const CacheLine* const second = l2_.find(line, likely, uses_);
  ++counters_[second != nullptr ? Counter::l2_lines : Counter::memory_lines];
  std::uint64_t start = now;
  if (&cache == &l1d_) start = std::max(start, pending_[next_pending_]);
  std::uint64_t arrival = start + (second != nullptr ? l2_cycles_ : memory_cycles_);
  if (second != nullptr) arrival = std::max(arrival, second->arrival);
  if (second == nullptr) l2_.insert(line, arrival, uses_);
  if (&cache == &l1d_) {
    pending_[next_pending_] = arrival;
    next_pending_ = (next_pending_ + 1) % pending_.size();
  }
  cache.insert(line, arrival, uses_);
  return arrival;
}

}  // namespace aex::engine
