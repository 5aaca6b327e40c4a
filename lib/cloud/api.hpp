/** Stage 2: the calls of the service, one function each. All parameters travel as headers. */
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"
#include "net/http.hpp"
#include "net/retry.hpp"
#include "os/random.hpp"
#include "package/core.hpp"
#include "package/envelope/wire_format.hpp"
#include "package/manifest.hpp"

namespace aex::cloud {

struct Channel {
  std::string name;
  std::vector<std::string> regions;
};

/** What cloudcaps tells of one tools version. */
struct Capabilities {
  std::string version; /**< "latest" or "ST-…" */
  std::vector<package::Core> cores;
  std::vector<std::string> package_formats; /**< as advertised; empty when nothing is */
};

/** A gateway, as far as it is known. */
struct Gateway {
  std::string endpoint; /**< base URL without a slash at the end; empty until it is known */
  std::vector<Capabilities> capabilities;
  bool has_worker = false; /**< it said so */

  /** The entry "latest"; nullptr if there is none. Borrowed. */
  const Capabilities* latest() const;
};

/** An answer as it came, whatever its status. */
struct RawAnswer {
  int http_status = 0;
  std::string host; /**< that gave it */
  std::string text;
};

/** Judges an answer of dataworkerstatus. Code::service_down; else as read_capabilities(). */
Status read_worker(const RawAnswer& answer);

/** The capabilities in an answer of cloudcaps. Code::gateway_answer_invalid; for a status that is
 *  not 2xx the errors of Api. */
Result<std::vector<Capabilities>> read_capabilities(const RawAnswer& answer);

/** Judges an address that `host` gave. Code::gateway_answer_invalid for one that nobody may go to.
 */
Status check_given_url(const std::string& url, const std::string& host);

/** Leave to run one experiment: where to put the package, for whom, where to ask. */
struct Ticket {
  Secret package_url; /**< signed */
  Secret status_url;  /**< signed */
  std::string public_key_pem;
};

net::RetryPolicy retry_policy(const config::Patience& patience);

/** Every call is tried again as kRetryIdempotent says, create_ticket as kRetryUnsent does. Each may
 *  fail with Code::gateway_unreachable, tls_untrusted, not_authorised,
 *  gateway_refused, gateway_busy, gateway_answer_invalid; the others are named at each. */
class Api {
 public:
  Api(config::Settings settings, net::Transport& transport, os::Clock& clock = os::system_clock(),
      Entropy& entropy = os::system_entropy())
      : settings_(std::move(settings)),
        transport_(&transport),
        retrier_(retry_policy(settings_.patience), clock, entropy) {}

  const config::Settings& settings() const { return settings_; }
  net::Transport& transport() { return *transport_; }
  net::Retrier& retrier() { return retrier_; }

  /** GET {global}/user: is the key valid? false for one that is refused. */
  Result<bool> check_user(Control& control);
  /** GET {global}/channellist */
  Result<std::vector<Channel>> list_channels(Control& control);
  /** GET {global}/gwbychannelregion. Code::gateway_unknown. */
  Result<std::string> find_gateway(Control& control);
  /** GET {gw}/dataworkerstatus. Code::service_down. */
  Status check_worker(const std::string& endpoint, Control& control);
  /** GET {gw}/cloudcaps */
  Result<std::vector<Capabilities>> capabilities(const std::string& endpoint, Control& control);
  /** POST {gw}/createsignedurls */
  Result<Ticket> create_ticket(const std::string& endpoint, const package::Manifest& manifest,
                               Control& control);

  /** The answers of the last three as they came, for those who drive the protocol themselves. */
  Result<RawAnswer> ask_worker(const std::string& endpoint, Control& control);
  Result<RawAnswer> ask_capabilities(const std::string& endpoint, Control& control);
  Result<RawAnswer> ask_ticket(const std::string& endpoint, const std::string& uuid,
                               const std::string& name, const std::string& core, Control& control);

 private:
  config::Settings settings_;
  net::Transport* transport_;
  net::Retrier retrier_;
};

}  // namespace aex::cloud
