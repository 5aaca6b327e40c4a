#include "engine/model/memory_system.hpp"

#include <algorithm>

namespace aex::engine {

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
      pending_(parameters.pending_lines) {}

std::uint64_t MemorySystem::fill(Cache& cache, std::uint64_t line, std::uint64_t now) {
  const std::uint64_t* second = l2_.find(line);
  ++counters_[second != nullptr ? Counter::l2_lines : Counter::memory_lines];
  std::uint64_t start = now;
  if (&cache == &l1d_) start = std::max(start, pending_[next_pending_]);
  std::uint64_t arrival = start + (second != nullptr ? l2_cycles_ : memory_cycles_);
  if (second != nullptr) arrival = std::max(arrival, *second);
  if (second == nullptr) l2_.insert(line, arrival);
  if (&cache == &l1d_) {
    pending_[next_pending_] = arrival;
    next_pending_ = (next_pending_ + 1) % pending_.size();
  }
  cache.insert(line, arrival);
  return arrival;
}

}  // namespace aex::engine
