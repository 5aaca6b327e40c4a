/** Where settings come from: each source fills what no earlier one has. */
#pragma once

#include <array>
#include <optional>
#include <string>

#include "config/settings.hpp"

namespace aex::config {

/** What a field is called in each source; nullptr where it has no name of its own. */
struct FieldName {
  const char* name;
  const char* variable;
  const char* member; /**< of the settings file */
};
inline constexpr FieldName kFieldNames[kFieldCount] = {
    {"api_key", nullptr, "apikey"},
    {"channel", nullptr, "channel"},
    {"region", nullptr, "region"},
    {"global_api", "AEX_GLOBAL_API", "global_api"},
    {"ca_file", "AEX_CA_FILE", "ca_file"},
    {"package_format", "AEX_PACKAGE_FORMAT", "package_format"},
    {"log", "AEX_LOG", "log"},
    {"extension_version", "API_EXT_VERSION", nullptr},
};

/** A value as a source has it, before it is judged. */
struct Candidate {
  Secret text;
  Origin origin;
};
/** First the fields, then the numbers (config/numbers.hpp). */
using Candidates = std::array<std::optional<Candidate>, kFieldCount + kNumberCount>;

void take_given(const Given& given, Candidates& found);

/** The process environment, and `.env` for what it does not name: a variable that is there but
 *  empty hides the one in `.env`, and sets nothing. Code::config_invalid for a MIPS_ATLAS_CONFIG
 *  that is not three parts, Code::config_unreadable for the `.env`. */
Status take_environment(os::Files& files, Candidates& found);

/** Code::config_unreadable naming the file; Code::config_invalid for a member that is no string. */
Status take_settings_file(os::Files& files, Candidates& found);

/** The member of a settings file that says where the key is, if it is not there, and its value. */
constexpr const char* kKeyPlaceMember = "apikey_in";
constexpr const char* kKeyInKeyring = "keyring";

/** The keyring, if the settings file says that the key is there and no source before it had one.
 *  Returns what the user should be told when it could not be asked. */
Result<std::string> take_keyring(os::Files& files, Keyring& keyring, Candidates& found);

/** Takes a file that holds the key, the settings file or `.env`, away from everybody but its owner;
 *  says so if it had to. Earlier clients wrote them for all to read. */
std::optional<std::string> tighten(os::Files& files, const Origin& key_origin);

/** "environment (AEX_CA_FILE)", "built in" and the like. */
std::string describe(const Origin& origin);

/** How large a settings file or a `.env` may be. */
constexpr std::size_t kMaxSettingsBytes = 64 * 1024;

/** The text of a regular file, or nothing if there is none. Code::config_unreadable. */
Result<std::optional<Secret>> read_optional(os::Files& files, const std::string& path);

}  // namespace aex::config
