#include "net/exchange.hpp"

#include <algorithm>

#include "net/redirect.hpp"

namespace aex::net {
namespace {

constexpr std::uint64_t kMaxRedirectBodyBytes = 64 * 1024;

}  // namespace

bool Exchange::is_redirected() const {
  return request_.method == Method::get && is_redirect(response.status) &&
         !response.header("Location").empty();
}

bool Exchange::keep(const Error& error) {
  failure = error;
  return false;
}

bool Exchange::take_header(std::string_view line) {
  const Status taken = head_.take(line, response);
  if (taken.ok()) return true;
  return keep(Error(taken.error().code(), {taken.error().detail(), " from ", url_.origin()}));
}

bool Exchange::take_body(ByteView bytes) {
  response.body_bytes += bytes.size;
  if (is_redirected()) {
    if (response.body_bytes <= kMaxRedirectBodyBytes) return true;
    return keep(Error(Code::transfer_too_large,
                      {"a redirect of ", url_.origin(), " came with too large a body"}));
  }
  const Status written = body_.write(bytes);
  return written.ok() || keep(written.error());
}

std::size_t Exchange::give(std::uint8_t* out, std::size_t capacity) {
  const std::uint64_t left = request_.body_bytes - given_;
  if (left == 0) return 0;
  Result<std::size_t> got =
      request_.body->read(out, std::size_t(std::min<std::uint64_t>(capacity, left)));
  if (got.ok() && got.value() > 0) {
    given_ += got.value();
    return got.value();
  }
  keep(got.ok() ? Error(Code::io_failed,
                        {"the data for ", url_.origin(), " ended after ", decimal(given_), " of ",
                         decimal(request_.body_bytes), " bytes"})
                : got.error());
  return kNothing;
}

void StallWatch::see(bool connected, std::uint64_t bytes, std::uint64_t now_ms) {
  const bool has_moved = bytes != bytes_ && bytes - bytes_ >= least_bytes_;
  if (!connected || !was_connected_ || has_moved) {
    since_ms_ = now_ms;
    bytes_ = bytes;
  }
  was_connected_ = connected;
  quiet_ms_ = now_ms - since_ms_;
}

}  // namespace aex::net
