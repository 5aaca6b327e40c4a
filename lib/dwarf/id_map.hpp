/** A hash table from 64-bit keys to 32-bit numbers, for the inner loops of reading. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace aex::dwarf {

class IdMap {
 public:
  static constexpr std::uint32_t kAbsent = UINT32_MAX;

  /** The number of `key`, which a key seen for the first time has as kAbsent until it is set.
   *  Valid until the next call. */
  std::uint32_t& operator[](std::uint64_t key) {
    if (slots_.size() < 2 * (used_ + 1)) grow();
    Slot* const slot = place(key);
    if (!slot->is_used) {
      *slot = {key, kAbsent, true};
      ++used_;
    }
    return slot->id;
  }
  std::size_t size() const { return used_; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t id = kAbsent;
    bool is_used = false;
  };

  static std::uint64_t mixed(std::uint64_t key) {
    key = (key ^ (key >> 33)) * 0xff51afd7ed558ccdu;
    key = (key ^ (key >> 33)) * 0xc4ceb9fe1a85ec53u;
    return key ^ (key >> 33);
  }

  Slot* place(std::uint64_t key) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t index = std::size_t(mixed(key)) & mask;
    while (slots_[index].is_used && slots_[index].key != key) index = (index + 1) & mask;
    return &slots_[index];
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.is_used) *place(slot.key) = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace aex::dwarf
