/** One RSA pair for all tests of a build: to make one takes longer than most tests, and seconds
 *  under an emulator. Kept in the build folder, readable by its owner. */
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "crypto/rsa.hpp"
#include "os/files.hpp"
#include "os/random.hpp"

namespace aex::testing {

inline crypto::PrivateKey kept_private_key() {
  const std::string path = AEX_BINARY_DIR "/rsa_pair.pem";
  os::Files& files = os::system_files();
  const Result<std::string> kept = os::read_text(files, path, 1u << 20);
  if (kept.ok()) {
    Result<crypto::PrivateKey> key = crypto::PrivateKey::from_pem(kept.value());
    if (key.ok()) return std::move(key).value();
  }
  crypto::PrivateKey made = crypto::PrivateKey::generate(2048, os::system_entropy()).value();
  const Secret pem = made.to_pem().value();
  const Status written =
      os::write_atomically(files, path, ByteView(pem.reveal()), os::Access::owner);
  EXPECT_TRUE(written.ok());
  return made;
}

inline const crypto::PrivateKey& private_key() {
  static const crypto::PrivateKey key = kept_private_key();
  return key;
}

inline crypto::PublicKey public_key() {
  return crypto::PublicKey::from_pem(private_key().public_pem().value()).value();
}

}  // namespace aex::testing
