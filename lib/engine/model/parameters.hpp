/** How much of a core is modelled, and what is assumed of it. */
#pragma once

#include <cstdint>

namespace aex::engine {

/** How much is modelled. Each level includes the ones before. */
enum class ModelLevel : std::uint8_t {
  counts, /**< nothing: instructions are counted */
  caches, /**< caches, translation buffers, branches, bonds, floating-point units */
  cycles, /**< when each instruction issues */
};

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
