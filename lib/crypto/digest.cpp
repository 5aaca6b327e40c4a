#include "crypto/digest.hpp"

namespace aex::crypto {

bool equal(ByteView a, ByteView b) noexcept {
  if (a.size != b.size) return false;
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size; ++i) difference = std::uint8_t(difference | (a[i] ^ b[i]));
  return difference == 0;
}

}  // namespace aex::crypto
