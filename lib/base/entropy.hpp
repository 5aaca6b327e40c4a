/** Randomness as an argument, so that whoever needs it says so. */
#pragma once

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"

namespace aex {

class Entropy {
 public:
  virtual ~Entropy() = default;
  /** Fills `size` bytes from a cryptographic source. */
  virtual Status fill(std::uint8_t* out, std::size_t size) = 0;
};

}  // namespace aex
