/** What the user has set, and where each value came from. */
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "atlasexplorer/log.hpp"
#include "atlasexplorer/result.hpp"
#include "base/secret.hpp"
#include "config/keyring.hpp"
#include "net/http.hpp"
#include "os/files.hpp"

namespace aex::config {

/** Which package envelope to send. `automatic` takes what the gateway advertises, else v1. */
enum class PackageFormat : std::uint8_t { automatic, v1, v2 };

enum class Field : std::uint8_t {
  api_key,
  channel,
  region,
  global_api,
  ca_file,
  package_format,
  log,
  extension_version,
};
constexpr std::size_t kFieldCount = 8;
constexpr std::size_t kNumberCount = 16; /**< members of Limits and Patience */

/** Where a value came from; `where` names the variable or file. */
struct Origin {
  enum class Kind : std::uint8_t { built_in, file, environment, given, keyring };
  Kind kind = Kind::built_in;
  std::string where;
};

/** What may be at most, whatever comes. */
struct Limits {
  std::uint64_t max_workload_bytes = 100ull << 20; /**< per ELF file */
  std::uint64_t max_result_bytes = 4ull << 30;     /**< unpacked, and as downloaded */
  std::uint64_t max_result_members = 100'000;
  std::uint64_t max_result_ratio = 500; /**< of unpacked to packed bytes */
  /** That compress a package and decompress a result; 0 and 1: none is started. The command takes
   *  0 for as many as there are processors, at most 4. */
  std::uint64_t max_threads = 0;
};

/** How long is waited for what. 0 in a timeout means none. */
struct Patience {
  std::uint64_t connect_ms = 10'000;   /**< name lookup and TCP, TLS included */
  std::uint64_t tls_ms = 10'000;       /**< the TLS handshake alone */
  std::uint64_t stall_ms = 30'000;     /**< with less than stall_bytes_per_s on the way */
  std::uint64_t stall_bytes_per_s = 1; /**< either way */
  std::uint64_t request_ms = 0;        /**< one request, from its first byte to its last */
  std::uint64_t poll_first_ms = 100;   /**< pause after the first poll; doubles each time */
  std::uint64_t poll_longest_ms = 10'000;
  std::uint64_t retry_first_ms = 1000; /**< longest first pause; doubles each time */
  std::uint64_t retry_longest_ms = 20'000;
  std::uint64_t max_tries = 3;          /**< of one call */
  std::uint64_t acceptance_ms = 10'000; /**< until an uploaded package has a status */
};

struct Settings {
  Secret api_key;
  std::string channel;
  std::string region;
  std::string global_api = "https://gyrfalcon.api.mips.com"; /**< without a slash at the end */
  std::string ca_file;                                       /**< PEM; empty: the system's CAs */
  PackageFormat package_format = PackageFormat::automatic;
  LogLevel log = LogLevel::warning;
  std::string extension_version = "0.0.97"; /**< sent as `extversion` and pluginVersion */
  Limits limits;
  Patience patience;
  std::array<Origin, kFieldCount + kNumberCount> origins; /**< numbers: see config/numbers.hpp */
  /** What the user should be told: a file with the API key that others could read, a keyring that
   *  could not be asked. */
  std::vector<std::string> notices;

  const Origin& origin(Field field) const { return origins[static_cast<std::size_t>(field)]; }
  bool has_credentials() const { return !api_key.empty() && !channel.empty() && !region.empty(); }
};

/** Values given in the call: they win over every other source. */
struct Given {
  std::optional<Secret> api_key;
  std::optional<std::string> channel;
  std::optional<std::string> region;
  std::optional<std::string> global_api;
  std::optional<std::string> ca_file;
  std::optional<std::string> package_format; /**< "auto", "v1" or "v2" */
  std::optional<std::string> log;            /**< "off" to "debug" */
  bool ignore_file = false; /**< as if there were no settings file: it is to be written anew */
};

/** Gathers the settings; each value from the first source that has it: given, environment
 *  (MIPS_ATLAS_CONFIG=apikey:channel:region, AEX_GLOBAL_API, AEX_CA_FILE, AEX_PACKAGE_FORMAT,
 *  AEX_LOG, API_EXT_VERSION), `.env` in the working directory (same names), the settings file,
 *  built in. So do the limits and waiting times, under AEX_ and their name in capitals
 *  (AEX_STALL_MS, AEX_MAX_RESULT_BYTES) and under their name in the file. A variable that is set
 * but empty sets nothing, and hides the one in `.env`. Missing credentials are no error here: see
 * require_credentials. The keyring is asked for the key in the place of a settings file that says
 * so. An API key is printable ASCII without spaces and colons. Errors name the setting and its
 * origin, never a value of the key. A settings file or `.env` with a key that others may read is
 * made the owner's alone; see `notices`. Code::config_invalid, Code::config_unreadable,
 * Code::config_insecure_url. */
Result<Settings> load(os::Files& files, const Given& given, Keyring& keyring = system_keyring());

/** As a transport wants them. */
net::Timeouts timeouts(const Patience& patience);

/** Code::config_missing, naming which of the three is not set. */
Status require_credentials(const Settings& settings);

/** One line of `configure --show`. */
struct Shown {
  std::string name;
  std::string value;  /**< the API key masked */
  std::string origin; /**< e.g. "environment (AEX_CA_FILE)" */
};
std::vector<Shown> show(const Settings& settings);

/** ~/.config/mips/atlaspy/config.json; empty when there is no home folder. */
std::string settings_path();

/** Writes key, channel, region, global_api and ca_file (the last two unless built in: the key is
 *  good for no other host), and package_format and log unless built in or from the environment, to
 *  the settings file: 0600, its folder 0700, in one step. Members that this library does not know
 *  are kept; a file that is no JSON object is replaced. A key that came from the keyring stays
 *  there. Code::config_missing without credentials.
 */
Status save(os::Files& files, const Settings& settings);

/** The same, with the key in the keyring, which the file then names; in the file, and false, where
 *  the keyring cannot be had. */
Result<bool> save_with_keyring(os::Files& files, Settings settings, Keyring& keyring);

}  // namespace aex::config
