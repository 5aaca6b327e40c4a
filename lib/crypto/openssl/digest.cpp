#include "crypto/digest.hpp"

#include <climits>

#include "crypto/openssl/openssl.hpp"
#include "crypto/pbkdf2.hpp"

namespace aex::crypto {

Result<Digest256> sha256(ByteView message) {
  Digest256 digest;
  if (EVP_Digest(message.data, message.size, digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    return failure(Code::internal, "SHA-256");
  }
  return digest;
}

Status pbkdf2(ByteView password, ByteView salt, std::uint8_t* out, std::size_t size) {
  if (password.size > INT_MAX || salt.size > INT_MAX || size > INT_MAX) {
    return Error(Code::invalid_argument, "PBKDF2 was asked for too much");
  }
  const int outcome =
      PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data), int(password.size), salt.data,
                        int(salt.size), 1, EVP_sha256(), int(size), out);
  return outcome == 1 ? Status() : failure(Code::internal, "PBKDF2");
}

}  // namespace aex::crypto
