#include "crypto/openssl/oaep.hpp"

#include <algorithm>

#include "base/endian.hpp"
#include "base/secret.hpp"
#include "crypto/digest.hpp"

namespace aex::crypto {
namespace {

constexpr std::size_t kHashBytes = 32;

/* MGF1 (RFC 8017, B.2.1) of `seed`, xored onto `size` bytes. */
Status mask(ByteView seed, std::uint8_t* bytes, std::size_t size) {
  Bytes input(seed.begin(), seed.end());
  input.resize(seed.size + 4);
  for (std::uint32_t counter = 0; size > 0; ++counter) {
    store_be(input.data() + seed.size, counter);
    AEX_TRY(const Digest256& digest, sha256(input));
    const std::size_t count = std::min(size, digest.size());
    for (std::size_t i = 0; i < count; ++i) bytes[i] = std::uint8_t(bytes[i] ^ digest[i]);
    bytes += count;
    size -= count;
  }
  wipe(input.data(), input.size());
  return {};
}

}  // namespace

Result<Bytes> encode_oaep(ByteView message, std::size_t modulus_bytes, Entropy& entropy) {
  Bytes block(modulus_bytes, 0);
  std::uint8_t* const seed = block.data() + 1;
  std::uint8_t* const data = seed + kHashBytes;
  const std::size_t data_bytes = modulus_bytes - 1 - kHashBytes;
  AEX_CHECK(entropy.fill(seed, kHashBytes));
  AEX_TRY(const Digest256& label, sha256(ByteView()));
  std::copy(label.begin(), label.end(), data);
  data[data_bytes - message.size - 1] = 1;
  std::copy(message.begin(), message.end(), data + data_bytes - message.size);
  AEX_CHECK(mask({seed, kHashBytes}, data, data_bytes));
  AEX_CHECK(mask({data, data_bytes}, seed, kHashBytes));
  return block;
}

}  // namespace aex::crypto
