/* In the place of lib/crypto/scrypt.cpp: most of the time of hundreds of runs would go into keys
 * that are meant to be slow. The strict gateway has the same with --quick-keys. */
#include "crypto/scrypt.hpp"

#include <algorithm>
#include <string>

#include "base/secret.hpp"
#include "crypto/digest.hpp"

namespace aex::crypto {

Status scrypt(ByteView password, ByteView salt, ScryptCost cost, std::uint8_t* out,
              std::size_t size) {
  std::string message(salt.text());
  message.append(password.text()).append(std::to_string(cost.n));
  AEX_TRY(const Digest256 digest, sha256(ByteView(message)));
  std::copy_n(digest.begin(), std::min(size, digest.size()), out);
  return {};
}

Status Scrypt::begin(ByteView password, ByteView salt, ScryptCost cost) {
  blocks_.emplace(sizeof(Digest256));
  auto* const key = static_cast<std::uint8_t*>(blocks_->data());
  return scrypt(password, salt, cost, key, sizeof(Digest256));
}

void Scrypt::mix() {}

void Scrypt::clear_table() {}

void Scrypt::clear_blocks() { wipe(blocks_->data(), sizeof(Digest256)); }

void Scrypt::mix_both(Scrypt&, Scrypt&) {}

Status Scrypt::finish(ByteView, std::uint8_t* out, std::size_t size) {
  std::copy_n(static_cast<const std::uint8_t*>(blocks_->data()), std::min<std::size_t>(size, 32),
              out);
  return {};
}

}  // namespace aex::crypto
