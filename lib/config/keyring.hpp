/** The keyring of the user's session, for API keys. */
#pragma once

#include <optional>
#include <string>

#include "atlasexplorer/result.hpp"
#include "base/secret.hpp"

namespace aex::config {

/** Holds one key for each settings file. Errors are Code::unsupported, without a key in them: there
 *  is no session, no service, or the user did not unlock it. */
class Keyring {
 public:
  virtual ~Keyring() = default;
  /** Nothing if it has none for this file. */
  virtual Result<std::optional<Secret>> find(const std::string& settings_path) = 0;
  virtual Status store(const std::string& settings_path, const Secret& key) = 0;
  /** A key that is not there counts as removed. */
  virtual Status remove(const std::string& settings_path) = 0;
};

/** The Secret Service (GNOME Keyring, KWallet and others) over libsecret, which is loaded with the
 *  first call; where it was not built in (AEX_KEYRING) every call fails. Static. */
Keyring& system_keyring();

}  // namespace aex::config
