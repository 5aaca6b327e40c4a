/** Damages bytes in the same ways at every run of a seed. */
#pragma once

#include <algorithm>

#include "base/byte_view.hpp"

namespace aex::codec {

class Mutation {
 public:
  explicit Mutation(std::uint64_t seed) : state_(seed) {}

  /** A copy of `bytes` with one to four damages: bits, bytes, runs cut out, doubled or cut off. */
  Bytes apply(Bytes bytes) {
    const std::uint64_t count = 1 + below(4);
    for (std::uint64_t i = 0; i < count && !bytes.empty(); ++i) damage(bytes);
    return bytes;
  }

 private:
  /* splitmix64 */
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  void damage(Bytes& bytes) {
    const std::size_t at = below(bytes.size());
    const std::size_t run = std::min<std::size_t>(1 + below(64), bytes.size() - at);
    const auto first = bytes.begin() + std::ptrdiff_t(at);
    const auto last = first + std::ptrdiff_t(run);
    switch (below(6)) {
      case 0: *first = std::uint8_t(*first ^ (1u << below(8))); return;
      case 1: *first = std::uint8_t(next()); return;
      case 2: bytes.erase(first, last); return;
      case 3: {
        const Bytes twin(first, last);
        bytes.insert(first, twin.begin(), twin.end());
        return;
      }
      case 4: std::fill(first, last, below(2) == 0 ? 0x00 : 0xFF); return;
      default: bytes.resize(at); return;
    }
  }

  std::uint64_t state_;
};

}  // namespace aex::codec
