/** One request on its way, whoever carries it: what has come of it and whether it moves. */
#pragma once

#include <optional>

#include "net/head.hpp"
#include "net/url.hpp"

namespace aex::net {

class Exchange {
 public:
  /** What give() answers when there is an error; see `failure`. */
  static constexpr std::size_t kNothing = SIZE_MAX;

  Exchange(const Request& request, Url url, Sink& body)
      : request_(request), url_(std::move(url)), body_(body) {}

  /** One line of the answer's head; false ends the exchange. */
  bool take_header(std::string_view line);
  /** Some of the answer's body; false ends the exchange. The body of a redirect is dropped. */
  bool take_body(ByteView bytes);
  /** The next bytes of the request's body, 0 after the last one, kNothing when the source failed
   *  or ended too soon. */
  std::size_t give(std::uint8_t* out, std::size_t capacity);

  /** The answer so far sends a GET elsewhere. */
  bool is_redirected() const;
  bool is_put() const { return request_.method == Method::put; }
  std::uint64_t bytes_received() const { return head_.bytes() + response.body_bytes; }
  const Request& request() const { return request_; }
  const Url& url() const { return url_; }

  Response response;
  std::optional<Error> failure; /**< of the sink, the source or the answer's head */

 private:
  bool keep(const Error& error);

  const Request& request_;
  const Url url_;
  Sink& body_;
  HeadReader head_;
  std::uint64_t given_ = 0;
};

/** Tells when nothing has moved for too long, once the connection stands. */
class StallWatch {
 public:
  /** Fewer than `bytes_per_s` over the limit's time count as nothing. A limit of 0 is none. */
  explicit StallWatch(std::uint64_t limit_ms, std::uint64_t bytes_per_s = 1)
      : limit_ms_(limit_ms), least_bytes_(limit_ms / 1000 * bytes_per_s) {}
  /** `bytes` moved so far, in either direction. */
  void see(bool connected, std::uint64_t bytes, std::uint64_t now_ms);
  bool is_stalled() const { return limit_ms_ != 0 && quiet_ms_ >= limit_ms_; }
  /** Until it would count as stalled; UINT64_MAX without a limit. */
  std::uint64_t left_ms() const { return limit_ms_ == 0 ? UINT64_MAX : limit_ms_ - quiet_ms_; }

 private:
  std::uint64_t limit_ms_;
  std::uint64_t least_bytes_;
  std::uint64_t bytes_ = 0;
  std::uint64_t since_ms_ = 0;
  std::uint64_t quiet_ms_ = 0;
  bool was_connected_ = false;
};

}  // namespace aex::net
