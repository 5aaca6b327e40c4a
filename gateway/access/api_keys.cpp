#include "gateway/access/api_keys.hpp"

namespace aex::gateway {

Result<ApiKeys> ApiKeys::from(const std::vector<Secret>& keys) {
  if (keys.empty()) return Error(Code::invalid_argument, "no API key was given to the gateway");
  std::vector<crypto::Digest256> digests;
  for (const Secret& key : keys) {
    if (key.empty()) return Error(Code::invalid_argument, "an API key of the gateway was empty");
    AEX_TRY(const crypto::Digest256& digest, crypto::sha256(ByteView(key.reveal())));
    digests.push_back(digest);
  }
  return ApiKeys(std::move(digests));
}

std::optional<std::size_t> ApiKeys::find(std::string_view presented) const {
  const auto digest = crypto::sha256(ByteView(presented));
  if (!digest.ok()) return std::nullopt;
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < digests_.size(); ++i) {
    if (crypto::equal(digests_[i], digest.value())) found = i;
  }
  return found;
}

}  // namespace aex::gateway
