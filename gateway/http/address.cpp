#include "gateway/http/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace aex::gateway {
namespace {

Error refuse(const std::string& listen) {
  return Error(Code::invalid_argument,
               "'" + listen + "' is not a numeric HOST:PORT such as 127.0.0.1:8080 or [::1]:8080");
}

bool parse_port(std::string_view text, std::uint16_t* port) {
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, *port);
  return !text.empty() && parsed.ec == std::errc() && parsed.ptr == end;
}

void classify(Address& address) {
  const auto& octets = address.octets;
  const auto is_zero = [](std::uint8_t octet) { return octet == 0; };
  address.is_wildcard = std::all_of(octets.begin(), octets.end(), is_zero);
  address.is_loopback =
      address.is_ipv6 ? std::all_of(octets.begin(), octets.end() - 1, is_zero) && octets.back() == 1
                      : octets[0] == 127;
}

}  // namespace

std::string Address::url(bool tls) const {
  return (tls ? "https://" : "http://") + (is_ipv6 ? "[" + host + "]" : host) + ":" +
         std::to_string(port);
}

Result<Address> parse_address(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  Address address;
  if (colon == std::string::npos ||
      !parse_port(std::string_view(listen).substr(colon + 1), &address.port)) {
    return refuse(listen);
  }
  address.host = listen.substr(0, colon);
  if (address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']') {
    address.host = address.host.substr(1, address.host.size() - 2);
    address.is_ipv6 = true;
  }
  const std::string numeric = address.host == "localhost" ? "127.0.0.1" : address.host;
  const int family = address.is_ipv6 ? AF_INET6 : AF_INET;
  if (inet_pton(family, numeric.c_str(), address.octets.data()) != 1) return refuse(listen);
  classify(address);
  return address;
}

}  // namespace aex::gateway
