/** The gateway's own keys: made at the first start, read again at the next. */
#pragma once

#include <string>

#include "base/entropy.hpp"
#include "base/secret.hpp"
#include "os/files.hpp"

namespace aex::gateway {

/** The pair that packages are sealed for. */
struct RsaIdentity {
  Secret private_pem;
  std::string public_pem;
};

/** "rsa_key.pem" in `folder`, 0600. Code::config_unreadable when it is there and no key. */
Result<RsaIdentity> load_rsa_identity(os::Files& files, const std::string& folder,
                                      Entropy& entropy);

/** "signing_key" in `folder`: 256 random bits as 64 hex digits, 0600. Code::config_unreadable. */
Result<Secret> load_signing_key(os::Files& files, const std::string& folder, Entropy& entropy);

}  // namespace aex::gateway
