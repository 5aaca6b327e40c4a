/** Damages ELF files in many ways, the same for the same seed. */
#pragma once

#include <algorithm>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "base/byte_view.hpp"

namespace aex::testing {

class Damage {
 public:
  explicit Damage(std::uint64_t seed) : random_(seed) {}

  /** A damaged copy; most faults fall into the `parts` (offset and size). */
  Bytes operator()(const Bytes& whole,
                   const std::vector<std::pair<std::size_t, std::size_t>>& parts) {
    Bytes bytes = whole;
    for (std::size_t faults = 1 + below(6); faults > 0 && !bytes.empty(); --faults) {
      std::size_t first = 0;
      std::size_t size = bytes.size();
      if (!parts.empty() && below(10) != 0) std::tie(first, size) = parts[below(parts.size())];
      if (size == 0 || first + size > bytes.size()) continue;
      spoil(bytes, first + below(size));
    }
    if (below(40) == 0) bytes.resize(below(bytes.size()));
    return bytes;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : std::size_t(random_() % limit); }

  void spoil(Bytes& bytes, std::size_t at) {
    static constexpr std::uint64_t kOdd[] = {0,          1,          0x7f,       0x80,
                                             0xff,       0xffff,     0x7fffffff, 0x80000000,
                                             0xfffffff0, 0xffffffff, UINT64_MAX, UINT64_MAX / 2};
    switch (below(5)) {
      case 0: bytes[at] = std::uint8_t(bytes[at] ^ (1u << below(8))); return;
      case 1: bytes[at] = std::uint8_t(random_()); return;
      case 2: return put(bytes, at, kOdd[below(std::size(kOdd))], std::size_t{1} << below(4));
      case 3: return put(bytes, at, random_(), std::size_t{1} << below(4));
      default: {
        const std::size_t from = below(bytes.size());
        const std::size_t most = bytes.size() - std::max(at, from);
        std::copy_n(bytes.begin() + std::ptrdiff_t(from), below(std::min<std::size_t>(most, 64)),
                    bytes.begin() + std::ptrdiff_t(at));
      }
    }
  }

  static void put(Bytes& bytes, std::size_t at, std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i) {
      bytes[at + i] = std::uint8_t(value >> (8 * i));
    }
  }

  std::mt19937_64 random_;
};

}  // namespace aex::testing
