/** What the sources over OpenSSL 3 share. Private to lib/crypto. */
#pragma once

#include <openssl/evp.h>

#include <memory>

#include "base/entropy.hpp"
#include "crypto/gcm.hpp"

namespace aex::crypto {

/** An error whose detail is "<act> failed" with OpenSSL's number; empties its queue of errors. */
Error failure(Code code, const char* act);

/** AES-256 in one of its modes, wiped by OpenSSL when it goes. */
class Cipher {
 public:
  /** `iv` is empty where the mode has none. False if OpenSSL refuses. */
  bool start(const EVP_CIPHER* mode, Direction direction, const Key256& key, ByteView iv);
  /** As many bytes to `out`, which may be in.data. */
  bool update(ByteView in, std::uint8_t* out);
  EVP_CIPHER_CTX* get() { return context_.get(); }

 private:
  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  };
  std::unique_ptr<EVP_CIPHER_CTX, Free> context_{EVP_CIPHER_CTX_new()};
};

}  // namespace aex::crypto
