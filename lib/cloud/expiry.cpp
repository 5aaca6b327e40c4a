#include "cloud/expiry.hpp"

#include <cstdint>

#include "net/http.hpp"
#include "net/retry.hpp"

namespace aex::cloud {
namespace {

std::string_view parameter(std::string_view url, std::string_view name) {
  for (std::size_t at = url.find('?'); at != std::string_view::npos; at = url.find('&', at)) {
    ++at;
    const std::string_view field = url.substr(at, url.find('&', at) - at);
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) continue;
    if (net::same_name(field.substr(0, equals), name)) return field.substr(equals + 1);
  }
  return {};
}

/** -1 unless the text is a number. */
std::int64_t number(std::string_view text) {
  const std::uint64_t value = parse_number(text).value_or(UINT64_MAX);
  return value <= INT64_MAX ? std::int64_t(value) : -1;
}

/** "20251105T140108Z"; -1 for anything else. */
std::int64_t stamp_seconds(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return -1;
  const auto part = [&](std::size_t at, std::size_t size) { return number(text.substr(at, size)); };
  const std::int64_t parts[] = {part(0, 4), part(4, 2),  part(6, 2),
                                part(9, 2), part(11, 2), part(13, 2)};
  for (const std::int64_t value : parts) {
    if (value < 0) return -1;
  }
  return net::unix_seconds(int(parts[0]), int(parts[1]), int(parts[2]), int(parts[3]),
                           int(parts[4]), int(parts[5]));
}

}  // namespace

bool has_expired(const Secret& url, std::int64_t unix_ms) {
  const std::string& text = url.reveal();
  const std::int64_t now = unix_ms / 1000;
  const std::int64_t signed_at = stamp_seconds(parameter(text, "X-Amz-Date"));
  const std::int64_t lifetime = number(parameter(text, "X-Amz-Expires"));
  if (signed_at >= 0 && lifetime >= 0) return lifetime < now - signed_at;
  for (const char* name : {"Expires", "X-Expires"}) {
    const std::int64_t end = number(parameter(text, name));
    if (end >= 0) return end < now;
  }
  return false;
}

}  // namespace aex::cloud
