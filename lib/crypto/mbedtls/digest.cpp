#include "crypto/digest.hpp"

#include <mbedtls/md.h>
#include <mbedtls/pkcs5.h>
#include <mbedtls/sha256.h>

#include "crypto/mbedtls/mbedtls.hpp"
#include "crypto/pbkdf2.hpp"

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

Status pbkdf2(ByteView password, ByteView salt, std::uint8_t* out, std::size_t size) {
  const std::uint8_t nothing = 0;
  const std::uint8_t* const secret = password.empty() ? &nothing : password.data;
  const std::uint8_t* const grain = salt.empty() ? &nothing : salt.data;
#if AEX_MBEDTLS_3
  const int outcome = mbedtls_pkcs5_pbkdf2_hmac_ext(MBEDTLS_MD_SHA256, secret, password.size, grain,
                                                    salt.size, 1, std::uint32_t(size), out);
#else
  mbedtls_md_context_t context;
  mbedtls_md_init(&context);
  int outcome = mbedtls_md_setup(&context, mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), 1);
  if (outcome == 0) {
    outcome = mbedtls_pkcs5_pbkdf2_hmac(&context, secret, password.size, grain, salt.size, 1,
                                        std::uint32_t(size), out);
  }
  mbedtls_md_free(&context);
#endif
  return outcome == 0 ? Status() : failure(Code::internal, "PBKDF2", outcome);
}

}  // namespace aex::crypto
