#include "base/secret.hpp"

namespace aex {

void wipe(void* memory, std::size_t size) noexcept {
  volatile unsigned char* byte = static_cast<volatile unsigned char*>(memory);
  while (size-- > 0) *byte++ = 0;
}

}  // namespace aex
