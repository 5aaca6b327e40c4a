/** Signed URLs: whoever has one may do one thing with one experiment until it expires. */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "atlasexplorer/result.hpp"
#include "base/secret.hpp"

namespace aex::gateway {

enum class Purpose : std::uint8_t { package, status, result };

/** "package", "status" or "result". Static. */
const char* purpose_name(Purpose purpose) noexcept;

enum class Verdict : std::uint8_t { valid, expired, forged };

/** Signs with HMAC-SHA-256 (RFC 2104) over purpose, experiment and expiry. */
class Signer {
 public:
  explicit Signer(Secret key) : key_(std::move(key)) {}

  /** "/experiments/<id>/<purpose>?expires=<seconds since the epoch>&signature=<64 hex digits>" */
  Result<std::string> sign(Purpose purpose, const std::string& id, std::uint64_t expires_s) const;

  /** Judges what came back; a signature is compared in constant time, and before its expiry. */
  Verdict check(Purpose purpose, const std::string& id, std::string_view expires,
                std::string_view signature, std::uint64_t now_s) const;

 private:
  Result<std::string> signature(Purpose purpose, const std::string& id,
                                std::string_view expires) const;
  Secret key_;
};

}  // namespace aex::gateway
