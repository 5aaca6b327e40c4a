#include "gateway/access/signer.hpp"

#include <array>
#include <charconv>

#include "crypto/digest.hpp"
#include "gateway/access/hex.hpp"

namespace aex::gateway {
namespace {

constexpr std::size_t kBlockBytes = 64;

/** The digest of `key`, padded and flipped by `pad`, followed by `message`. */
Result<crypto::Digest256> keyed_digest(const std::string& key, std::uint8_t pad, ByteView message) {
  Bytes block(kBlockBytes, pad);
  for (std::size_t i = 0; i < key.size(); ++i) block[i] ^= static_cast<std::uint8_t>(key[i]);
  block.insert(block.end(), message.begin(), message.end());
  auto digest = crypto::sha256(block);
  wipe(block.data(), block.size());
  return digest;
}

Result<crypto::Digest256> hmac_sha256(const std::string& key, ByteView message) {
  if (key.size() > kBlockBytes) return Error(Code::internal, "a signing key was over one block");
  AEX_TRY(const crypto::Digest256& inner, keyed_digest(key, 0x36, message));
  return keyed_digest(key, 0x5c, inner);
}

}  // namespace

const char* purpose_name(Purpose purpose) noexcept {
  switch (purpose) {
    case Purpose::package: return "package";
    case Purpose::status: return "status";
    default: return "result";
  }
}

Result<std::string> Signer::signature(Purpose purpose, const std::string& id,
                                      std::string_view expires) const {
  const std::string message =
      std::string(purpose_name(purpose)) + '\n' + id + '\n' + std::string(expires);
  AEX_TRY(const crypto::Digest256& mac, hmac_sha256(key_.reveal(), ByteView(message)));
  return hex(mac);
}

Result<std::string> Signer::sign(Purpose purpose, const std::string& id,
                                 std::uint64_t expires_s) const {
  const std::string expires = std::to_string(expires_s);
  AEX_TRY(const std::string& mac, signature(purpose, id, expires));
  return "/experiments/" + id + "/" + purpose_name(purpose) + "?expires=" + expires +
         "&signature=" + mac;
}

Verdict Signer::check(Purpose purpose, const std::string& id, std::string_view expires,
                      std::string_view presented, std::uint64_t now_s) const {
  const auto expected = signature(purpose, id, expires);
  if (!expected.ok() || !crypto::equal(ByteView(expected.value()), ByteView(presented))) {
    return Verdict::forged;
  }
  std::uint64_t expires_s = 0;
  (void)std::from_chars(expires.data(), expires.data() + expires.size(), expires_s);
  return now_s < expires_s ? Verdict::valid : Verdict::expired;
}

}  // namespace aex::gateway
