/** The lines above a body: those that come, and those that go. */
#pragma once

#include "net/http.hpp"

namespace aex::net {

/** Header bytes taken from one exchange, interim answers and trailers included. */
constexpr std::size_t kMaxHeadBytes = 256 * 1024;

/** Reads an answer's head line by line, each with its line end. */
class HeadReader {
 public:
  /** A status line begins anew, so that the last of several heads counts.
   *  Code::transfer_too_large beyond kMaxHeadBytes; Code::transfer_broken for a wrong status
   *  line. Details do not name the host. */
  Status take(std::string_view line, Response& response);
  std::uint64_t bytes() const { return bytes_; }

 private:
  std::uint64_t bytes_ = 0;
};

/** Code::invalid_argument for a name or value that would break its line, and for the headers that
 *  frame a message: the transport sets those itself. */
Status check_headers(const std::vector<Header>& headers);

/** Content-Length of an answer, 0 if it has none. */
std::uint64_t content_length(const Response& response);

}  // namespace aex::net
