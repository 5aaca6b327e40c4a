/** scrypt (RFC 7914) over the crypto library's PBKDF2-HMAC-SHA-256. */
#pragma once

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"

namespace aex::crypto {

struct ScryptCost {
  std::uint32_t n; /**< a power of two */
  std::uint32_t r;
  std::uint32_t p;
};

/** Fills `out` with `size` bytes. Needs 128 * n * r bytes of memory: Code::no_memory. */
Status scrypt(ByteView password, ByteView salt, ScryptCost cost, std::uint8_t* out,
              std::size_t size);

}  // namespace aex::crypto
