/** How much of a core is modelled. */
#pragma once

#include <cstdint>

namespace aex::engine {

/** Each level includes the ones before. */
enum class ModelLevel : std::uint8_t {
  counts, /**< nothing: instructions are counted */
  caches, /**< caches, translation buffers, branches, bonds, floating-point units */
  cycles, /**< when each instruction issues */
};

}  // namespace aex::engine
