#include "net/url.hpp"

#include <algorithm>

namespace aex::net {
namespace {

constexpr std::size_t kMaxUrlBytes = 16 * 1024;
constexpr std::size_t kMaxShownBytes = 80;

char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_name(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
}
bool is_six(char c) { return is_hex(c) || c == ':' || c == '.'; }
bool is_target(char c) { return c > ' ' && c < 0x7f; }

int default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

/* What may be shown of a text that is no URL: nothing behind the authority, no user part. */
std::string shown(std::string_view text) {
  const std::size_t colon = text.find("://");
  const std::size_t from = colon == std::string_view::npos ? 0 : colon + 3;
  const std::string_view scheme = text.substr(0, from);
  std::string_view authority = text.substr(from, text.substr(from).find_first_of("/?#\\"));
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) authority.remove_prefix(at + 1);
  std::string out = std::string(scheme) + std::string(authority);
  if (out.size() > kMaxShownBytes) out.resize(kMaxShownBytes);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return !is_target(c); }, '?');
  return out;
}

Error refuse(std::string_view text, const char* why) {
  return Error(Code::invalid_argument, {"the URL \"", shown(text), "\" ", why});
}

/* Four decimal numbers as inet_pton takes them: no leading zeros, none above 255. */
bool is_dotted_quad(std::string_view host) {
  int parts = 0;
  while (true) {
    const std::size_t dot = host.find('.');
    const std::string_view part = host.substr(0, dot);
    const bool is_short = part.size() == 1 || (!part.empty() && part[0] != '0');
    if (!is_short || parse_number(part).value_or(256) > 255) return false;
    ++parts;
    if (dot == std::string_view::npos) return parts == 4;
    host.remove_prefix(dot + 1);
  }
}

Result<int> parse_port(std::string_view digits, std::string_view scheme, std::string_view text) {
  if (digits.empty()) return default_port(scheme);
  const std::uint64_t port = parse_number(digits).value_or(0);
  if (port < 1 || port > 65535) return refuse(text, "has a wrong port");
  return int(port);
}

/* Splits "host", "host:port" or "[v6]:port" into the two. */
Status parse_authority(std::string_view authority, std::string_view text, Url& url) {
  if (authority.find('@') != std::string_view::npos) return refuse(text, "has a user part");
  const bool bracketed = !authority.empty() && authority[0] == '[';
  const std::size_t close = bracketed ? authority.find(']') : std::string_view::npos;
  if (bracketed && close == std::string_view::npos) return refuse(text, "has a wrong host");
  const std::size_t host_end = bracketed ? close + 1 : authority.find(':');
  const std::string_view rest =
      host_end < authority.size() ? authority.substr(host_end) : std::string_view();
  if (!rest.empty() && rest[0] != ':') return refuse(text, "has a wrong host");
  const std::string_view host =
      bracketed ? authority.substr(1, close - 1) : authority.substr(0, host_end);
  url.host = lower(host);
  const bool fits = std::all_of(url.host.begin(), url.host.end(), bracketed ? is_six : is_name);
  if (url.host.empty() || !fits) return refuse(text, "has a wrong host");
  if (bracketed && url.host.find(':') == std::string::npos) return refuse(text, "has a wrong host");
  AEX_TRY(url.port, parse_port(rest.substr(rest.empty() ? 0 : 1), url.scheme, text));
  return {};
}

}  // namespace

std::string Url::origin() const {
  const bool bracketed = host.find(':') != std::string::npos;
  const bool is_default = port == default_port(scheme);
  return concat({scheme, bracketed ? "://[" : "://", host, bracketed ? "]" : "",
                 is_default ? "" : ":" + decimal(port)});
}

bool Url::is_loopback() const {
  if (host == "localhost" || host == "::1") return true;
  return host.compare(0, 4, "127.") == 0 && is_dotted_quad(host);
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > kMaxUrlBytes) return refuse(text, "is too long");
  Url url;
  const std::size_t colon = text.find("://");
  if (colon != std::string_view::npos) url.scheme = lower(text.substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https") {
    return refuse(text, "does not begin with https://");
  }
  std::string_view rest = text.substr(colon + 3);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  AEX_CHECK(parse_authority(rest.substr(0, authority_end), text, url));
  url.target = rest.substr(authority_end);
  if (url.target.empty() || url.target[0] == '?') url.target.insert(0, 1, '/');
  if (!std::all_of(url.target.begin(), url.target.end(), is_target)) {
    return refuse(text, "holds a character that must be percent-encoded");
  }
  if (url.scheme == "http" && !url.is_loopback()) {
    return Error(Code::config_insecure_url, url.origin());
  }
  return url;
}

}  // namespace aex::net
