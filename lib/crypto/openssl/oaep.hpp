/** EME-OAEP encoding (RFC 8017, 7.1.1) with SHA-256, MGF1-SHA-256 and an empty label: OpenSSL's own
 *  takes no seed from outside. Private to lib/crypto. */
#pragma once

#include "base/entropy.hpp"

namespace aex::crypto {

/** The block that RSA raises, `modulus_bytes` long; the message must fit (check_oaep_message). */
Result<Bytes> encode_oaep(ByteView message, std::size_t modulus_bytes, Entropy& entropy);

}  // namespace aex::crypto
