/** One RSA pair for all tests of a program: to make one takes longer than most tests. */
#pragma once

#include <string>

#include "crypto/rsa.hpp"
#include "os/random.hpp"

namespace aex::testing {

inline const crypto::PrivateKey& private_key() {
  static const crypto::PrivateKey key =
      crypto::PrivateKey::generate(2048, os::system_entropy()).value();
  return key;
}

inline crypto::PublicKey public_key() {
  return crypto::PublicKey::from_pem(private_key().public_pem().value()).value();
}

}  // namespace aex::testing
