#include "base/secret.hpp"

#include <cstring>

namespace aex {

/* Compilers cannot know what a volatile pointer points to, so the call stays; and scrypt's table
 * is wiped at the speed of memset. */
void wipe(void* memory, std::size_t size) noexcept {
  static void* (*const volatile overwrite)(void*, int, std::size_t) = std::memset;
  if (size > 0) overwrite(memory, 0, size);
}

}  // namespace aex
