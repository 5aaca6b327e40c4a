/** RSA-OAEP with SHA-256 and MGF1-SHA-256 (RFC 8017, section 7.1), empty label. */
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/entropy.hpp"
#include "base/secret.hpp"

namespace aex::crypto {

/** The receiver's public half. */
class PublicKey {
 public:
  /** PEM, SubjectPublicKeyInfo; 2048 to 4096 bits, else Code::key_invalid. */
  static Result<PublicKey> from_pem(std::string_view pem);
  PublicKey(PublicKey&&) noexcept;
  PublicKey& operator=(PublicKey&&) noexcept;
  ~PublicKey();

  std::size_t modulus_bytes() const;
  /** The message encrypted, modulus_bytes() long. Code::seal_failed. */
  Result<Bytes> seal(ByteView message, Entropy& entropy) const;

 private:
  struct State;
  explicit PublicKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/** The receiver's private half; the gateway holds one. */
class PrivateKey {
 public:
  static Result<PrivateKey> generate(unsigned bits, Entropy& entropy);
  static Result<PrivateKey> from_pem(std::string_view pem);
  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();

  std::size_t modulus_bytes() const;
  Result<Secret> to_pem() const;
  /** "-----BEGIN PUBLIC KEY-----", as the gateway hands it out. */
  Result<std::string> public_pem() const;
  /** Code::open_failed when it is not a message for this key. */
  Result<Bytes> open(ByteView sealed, Entropy& entropy) const;

 private:
  struct State;
  explicit PrivateKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace aex::crypto
