#include "engine/pipeline/situations.hpp"

#include <cstring>

namespace aex::engine {
namespace {

std::uint64_t hash_of(const Situation& situation) {
  std::uint64_t hash = 0;
  for (std::size_t at = 0; at < situation.size(); at += sizeof hash) {
    std::uint64_t word;
    std::memcpy(&word, &situation[at], sizeof word);
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    hash ^= hash >> 32;
  }
  return hash;
}

}  // namespace

void Situations::forget() {
  first_ += known_.size();
  known_.clear();
  slots_.assign(256, 0);
}

std::size_t Situations::slot_of(const Situation& situation) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(hash_of(situation)) & mask;
  while (slots_[slot] != 0 && known_[slots_[slot] - 1].situation != situation) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

/* At most half of the slots are taken. */
void Situations::widen() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t i = 0; i < known_.size(); ++i) {
    slots_[slot_of(known_[i].situation)] = static_cast<std::uint32_t>(i + 1);
  }
}

SituationId Situations::number_of(const Situation& situation) {
  const std::size_t slot = slot_of(situation);
  if (slots_[slot] != 0) return first_ + slots_[slot] - 1;
  if (known_.size() == kMost) {
    forget();
    return number_of(situation);
  }
  known_.push_back({situation});
  slots_[slot] = static_cast<std::uint32_t>(known_.size());
  if (2 * known_.size() > slots_.size()) widen();
  return first_ + known_.size() - 1;
}

}  // namespace aex::engine
