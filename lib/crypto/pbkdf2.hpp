/** PBKDF2-HMAC-SHA-256 (RFC 8018) of one iteration, as scrypt needs it. Private to lib/crypto. */
#pragma once

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"

namespace aex::crypto {

/** Fills `out` with `size` bytes, fewer than 2^31. */
Status pbkdf2(ByteView password, ByteView salt, std::uint8_t* out, std::size_t size);

}  // namespace aex::crypto
