#include "crypto/openssl/openssl.hpp"

#include <openssl/err.h>

#include <cstdio>

namespace aex::crypto {
namespace {

/* OpenSSL counts in int. */
constexpr std::size_t kMaxStep = std::size_t{1} << 30;

}  // namespace

Error failure(Code code, const char* act) {
  char number[20];
  std::snprintf(number, sizeof number, "0x%08lX", ERR_get_error());
  ERR_clear_error();
  return Error(code, std::string(act) + " failed (OpenSSL " + number + ")");
}

bool Cipher::start(const EVP_CIPHER* mode, Direction direction, const Key256& key, ByteView iv) {
  const int is_seal = direction == Direction::seal;
  EVP_CIPHER_CTX* const context = context_.get();
  if (context == nullptr || iv.size > kMaxStep) return false;
  if (EVP_CipherInit_ex(context, mode, nullptr, nullptr, nullptr, is_seal) != 1) return false;
  if (!iv.empty() &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, int(iv.size), nullptr) != 1) {
    return false;
  }
  return EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
         EVP_CipherInit_ex(context, nullptr, nullptr, key.data(), iv.data, is_seal) == 1;
}

bool Cipher::update(ByteView in, std::uint8_t* out) {
  while (!in.empty()) {
    const ByteView part = in.slice(0, kMaxStep);
    int written = 0;
    if (EVP_CipherUpdate(context_.get(), out, &written, part.data, int(part.size)) != 1) {
      return false;
    }
    if (std::size_t(written) != part.size) return false;
    out += part.size;
    in = in.slice(part.size);
  }
  return true;
}

}  // namespace aex::crypto
