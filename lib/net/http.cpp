#include "net/http.hpp"

#include <algorithm>

namespace aex::net {

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

const char* method_name(Method method) noexcept {
  switch (method) {
    case Method::get: return "GET";
    case Method::post: return "POST";
    case Method::put: return "PUT";
  }
  return "unknown";
}

bool Request::has_header(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const Header& field) { return same_name(field.name, name); });
}

std::string_view Response::header(std::string_view name) const {
  for (const Header& field : headers) {
    if (same_name(field.name, name)) return field.value;
  }
  return {};
}

#ifdef AEX_NO_HTTP
Result<std::unique_ptr<Transport>> curl_transport(const TransportOptions&) {
  return Error(Code::unsupported, "this build has no HTTP; set options.transport");
}
#endif

}  // namespace aex::net
