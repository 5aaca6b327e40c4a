/** Which RSA keys are taken, whichever library reads them. Private to lib/crypto. */
#pragma once

#include <string_view>

#include "atlasexplorer/result.hpp"

namespace aex::crypto {

constexpr std::size_t kMaxPemBytes = 16 * 1024;
constexpr int kRsaExponent = 65537;

/** Code::key_invalid for a text that is too long, holds a NUL, or lacks `mark`. */
Status check_pem(std::string_view pem, std::string_view mark);
/** Code::key_invalid. */
Status check_rsa_key(bool is_rsa, std::size_t bits);
/** Code::invalid_argument. */
Status check_rsa_bits_to_make(unsigned bits);
/** Code::seal_failed for what OAEP with SHA-256 cannot hold. */
Status check_oaep_message(std::size_t bytes, std::size_t modulus_bytes);
/** One error for every reason: to tell them apart would help to guess messages. */
Error not_decrypted();

}  // namespace aex::crypto
