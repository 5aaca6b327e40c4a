#include "crypto/digest.hpp"

#include <mbedtls/sha256.h>

#include "crypto/mbedtls.hpp"

namespace aex::crypto {

Result<Digest256> sha256(ByteView message) {
  Digest256 digest;
#if AEX_MBEDTLS_3
  const int outcome = mbedtls_sha256(message.data, message.size, digest.data(), 0);
#else
  const int outcome = mbedtls_sha256_ret(message.data, message.size, digest.data(), 0);
#endif
  if (outcome != 0) return failure(Code::internal, "SHA-256", outcome);
  return digest;
}

bool equal(ByteView a, ByteView b) noexcept {
  if (a.size != b.size) return false;
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size; ++i) difference = std::uint8_t(difference | (a[i] ^ b[i]));
  return difference == 0;
}

}  // namespace aex::crypto
