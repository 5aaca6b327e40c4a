/** Stage 2: the calls of the service, one function each. All parameters travel as headers. */
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"
#include "net/http.hpp"
#include "package/core.hpp"
#include "package/manifest.hpp"
#include "package/wire_format.hpp"

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

/** A gateway that answered. */
struct Gateway {
  std::string endpoint; /**< base URL without a slash at the end */
  std::vector<Capabilities> capabilities;

  /** The entry "latest"; nullptr if there is none. Borrowed. */
  const Capabilities* latest() const;
};

/** Leave to run one experiment: where to put the package, for whom, where to ask. */
struct Ticket {
  Secret package_url; /**< signed */
  Secret status_url;  /**< signed */
  std::string public_key_pem;
};

/** Every call may fail with Code::gateway_unreachable, tls_untrusted, not_authorised,
 *  gateway_refused, gateway_busy, gateway_answer_invalid; the others are named at each. */
class Api {
 public:
  Api(config::Settings settings, net::Transport& transport)
      : settings_(std::move(settings)), transport_(&transport) {}

  const config::Settings& settings() const { return settings_; }
  net::Transport& transport() { return *transport_; }

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

 private:
  config::Settings settings_;
  net::Transport* transport_;
};

}  // namespace aex::cloud
