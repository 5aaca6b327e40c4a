/** Randomness that repeats: each fill goes on counting. For tests that compare bytes. */
#pragma once

#include "base/entropy.hpp"

namespace aex::testing {

class CountingEntropy final : public Entropy {
 public:
  Status fill(std::uint8_t* out, std::size_t size) override {
    for (std::size_t i = 0; i < size; ++i) out[i] = next_++;
    return {};
  }

 private:
  std::uint8_t next_ = 0;
};

}  // namespace aex::testing
