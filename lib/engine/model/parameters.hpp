/** What the model assumes of the core. */
#pragma once

#include <cstdint>

namespace aex::engine {

/** The rows of parameters.def, which says what each is and where it comes from. Sizes are powers
 *  of two. */
struct Parameters {
#define AEX_PARAMETER(name, value, source, note) std::uint32_t name = value;
#include "engine/model/parameters.def"
#undef AEX_PARAMETER
};

/** The exponent of a power of two. */
constexpr unsigned exponent_of(std::uint32_t power) {
  unsigned exponent = 0;
  while (power >> exponent > 1) ++exponent;
  return exponent;
}

}  // namespace aex::engine
