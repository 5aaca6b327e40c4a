#include "crypto/mbedtls/mbedtls.hpp"

#include <mbedtls/rsa.h>

#include <cstdio>

namespace aex::crypto {

Error failure(Code code, const char* act, int outcome) {
  char number[16];
  std::snprintf(number, sizeof number, "-0x%04X", unsigned(-outcome) & 0xFFFFu);
  return Error(code, {act, " failed (mbedTLS ", number, ")"});
}

int fill_from_entropy(void* entropy, unsigned char* out, std::size_t size) {
  const bool is_filled = static_cast<Entropy*>(entropy)->fill(out, size).ok();
  return is_filled ? 0 : MBEDTLS_ERR_RSA_RNG_FAILED;
}

int refuse_randomness(void*, unsigned char*, std::size_t) { return MBEDTLS_ERR_RSA_RNG_FAILED; }

}  // namespace aex::crypto
