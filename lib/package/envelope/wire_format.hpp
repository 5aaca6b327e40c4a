/** The deployed envelopes as values: a format is one row here and nothing elsewhere.
 *  Source: the service's protocol as deployed. */
#pragma once

#include <cstddef>
#include <cstdint>

#include "crypto/scrypt.hpp"

namespace aex::package {

/** v1: IV[16] ‖ sealed key[modulus] ‖ tag[16] ‖ ciphertext
 *  v2: IV[12] ‖ u16 big-endian length ‖ sealed key ‖ ciphertext ‖ tag[16]  */
struct PackageFormat {
  int version;
  std::size_t iv_bytes;
  bool has_key_length;
  bool tag_first;
};

constexpr PackageFormat kPackageV1 = {1, 16, false, true};
constexpr PackageFormat kPackageV2 = {2, 12, true, false};

/** v1: AES-256-ECB, PKCS#7, no header; key = scrypt(otp, "salt", 16384, 8, 1)
 *  v2: salt[16] ‖ IV[12] ‖ tag[16] ‖ ciphertext; AES-256-GCM; scrypt(otp, salt, 32768, 8, 1) */
struct ResultFormat {
  int version;
  bool authenticated;
  crypto::ScryptCost cost;
};

constexpr ResultFormat kResultV1 = {1, false, {16384, 8, 1}};
constexpr ResultFormat kResultV2 = {2, true, {32768, 8, 1}};

constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kResultIvBytes = 12;

/** Which result formats a reader takes. */
enum class Accept : std::uint8_t { any, v2_only };

}  // namespace aex::package
