#include "engine/machine/strides.hpp"

namespace aex::engine {

void StrideBook::note(std::uint64_t pc, std::uint64_t address) {
  Entry& entry = entries_[pc];
  if (entry.accesses == kNotedAccesses) return;
  const std::uint64_t stride = address - entry.last;
  if (entry.accesses != 0 && stride != 0) {
    entry.strides.resize(static_cast<std::size_t>(entry.accesses - 1), 0);
    entry.strides.push_back(static_cast<std::int64_t>(stride));
  }
  entry.last = address;
  ++entry.accesses;
}

const Strides* StrideBook::find(std::uint64_t pc) const {
  const auto found = entries_.find(pc);
  return found == entries_.end() ? nullptr : &found->second.strides;
}

}  // namespace aex::engine
