/** The keys that open the API. */
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "crypto/digest.hpp"

namespace aex::gateway {

/** Holds digests only, so that neither the comparison's time nor memory tells a key. */
class ApiKeys {
 public:
  /** Code::invalid_argument when there is none or one is empty. */
  static Result<ApiKeys> from(const std::vector<Secret>& keys);

  /** The number of the key, if it is one of them. Always compares with all. */
  std::optional<std::size_t> find(std::string_view presented) const;

 private:
  explicit ApiKeys(std::vector<crypto::Digest256> digests) : digests_(std::move(digests)) {}
  std::vector<crypto::Digest256> digests_;
};

}  // namespace aex::gateway
