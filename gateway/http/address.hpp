/** Where a server listens. */
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "atlasexplorer/result.hpp"

namespace aex::gateway {

struct Address {
  std::string host; /**< numeric, without brackets; or "localhost", which certificates name */
  std::uint16_t port = 0;
  bool is_ipv6 = false;
  bool is_loopback = false;
  bool is_wildcard = false;              /**< all interfaces */
  std::array<std::uint8_t, 16> octets{}; /**< in network order; IPv4 uses the first four */

  /** "http://[::1]:8080" */
  std::string url(bool tls) const;
};

/** "127.0.0.1:8080", "[::1]:0" or "localhost:80"; no other names, so that nothing is looked up.
 *  Code::invalid_argument. */
Result<Address> parse_address(const std::string& listen);

}  // namespace aex::gateway
