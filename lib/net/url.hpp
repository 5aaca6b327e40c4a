/** URLs, as far as a client must look into them. */
#pragma once

#include <string>
#include <string_view>

#include "atlasexplorer/result.hpp"

namespace aex::net {

struct Url {
  std::string scheme; /**< lower case: http or https */
  std::string host;   /**< lower case, without brackets */
  int port = 0;       /**< filled in from the scheme */
  std::string target; /**< path and query, at least "/" */

  /** "https://host:port", the default port left out: what an error may show. */
  std::string origin() const;
  /** The whole, as it goes to the server. */
  std::string text() const { return origin() + target; }
  /** localhost, 127.0.0.0/8 or ::1, written out in full. */
  bool is_loopback() const;
};

/** http and https only, no user part. Code::config_insecure_url for http outside loopback
 *  (127.0.0.0/8, ::1, localhost); Code::invalid_argument for all else. The error shows the
 *  origin only: a query may be a signature. */
Result<Url> parse_url(std::string_view text);

}  // namespace aex::net
