#include "net/redirect.hpp"

namespace aex::net {
namespace {

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

/* RFC 3986, 5.2.4, on an absolute path. */
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t end = path.find('/', 1);
    const std::string_view segment = path.substr(0, end);
    const bool is_last = end == std::string_view::npos;
    path = is_last ? std::string_view() : path.substr(end);
    if (segment == "/..") out.resize(out.empty() ? 0 : out.rfind('/'));
    if (segment != "/." && segment != "/..") {
      out += segment;
    } else if (is_last) {
      out += '/';
    }
  }
  return out;
}

bool has_scheme(std::string_view location) {
  const std::size_t colon = location.find(':');
  return colon != std::string_view::npos && colon < location.find_first_of("/?#");
}

std::string resolve(const Url& from, std::string_view location) {
  if (has_scheme(location)) return std::string(location);
  if (starts_with(location, "//")) return concat({from.scheme, ":", location});
  const std::string_view path = std::string_view(from.target).substr(0, from.target.find('?'));
  location = location.substr(0, location.find('#'));
  if (location.empty()) return from.text();
  if (location[0] == '?') return concat({from.origin(), path, location});
  const std::size_t query = std::min(location.find('?'), location.size());
  const std::string_view folder = path.substr(0, path.rfind('/') + 1);
  std::string joined(location[0] == '/' ? std::string_view() : folder);
  joined += location.substr(0, query);
  return concat({from.origin(), without_dots(joined), location.substr(query)});
}

}  // namespace

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<Url> follow(const Url& from, std::string_view location, bool carries_key) {
  const std::string said = concat({from.origin(), " sent the request on to "});
  Result<Url> to = parse_url(resolve(from, location));
  if (!to.ok())
    return Error(Code::redirect_refused,
                 {said, "an address that is not allowed: ", to.error().detail()});
  const std::string origin = to.value().origin();
  if (from.scheme == "https" && to.value().scheme != "https") {
    return Error(Code::redirect_refused, {said, origin, ", which is not https"});
  }
  if (carries_key && origin != from.origin()) {
    return Error(Code::redirect_refused, {said, origin, ", another host"});
  }
  return to;
}

}  // namespace aex::net
