/** How far apart the first accesses of each load and store lie. */
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/interpreter/observe.hpp"

namespace aex::engine {

/** The distances between one instruction's first accesses, in bytes; zeros at the end are left
 *  out. */
using Strides = std::vector<std::int64_t>;

class StrideBook {
 public:
  void note(std::uint64_t pc, std::uint64_t address);
  /** Of the load or store at `pc`; nullptr if it never ran. Borrowed. */
  const Strides* find(std::uint64_t pc) const;

 private:
  struct Entry {
    std::uint64_t last = 0;
    std::uint64_t accesses = 0;
    Strides strides;
  };
  std::unordered_map<std::uint64_t, Entry> entries_;
};

/** Watches one block for the book. A pair of accesses of one instruction counts as its first. */
struct StrideObserver {
  static constexpr bool kTracksPc = true;
  static constexpr bool kWatchesBlocks = false;
  static constexpr bool kOneBlock = true;

  StrideBook& book;
  std::uint64_t last_pc = UINT64_MAX;

  static bool accepts(std::uint64_t) { return false; }
  void access(std::uint64_t pc, std::uint64_t address, unsigned, AccessKind) {
    if (pc != last_pc) book.note(pc, address);
    last_pc = pc;
  }
};

}  // namespace aex::engine
