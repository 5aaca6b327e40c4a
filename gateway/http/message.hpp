/** One HTTP request and its answer, as the gateway sees them. */
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/stream.hpp"

namespace aex::gateway {

/** The head of a request. Views are valid until the request is answered. */
class Request {
 public:
  virtual ~Request() = default;
  virtual std::string_view method() const = 0;
  /** Decoded, without the query. */
  virtual std::string_view path() const = 0;
  /** The first header of that name, without regard to case. */
  virtual std::optional<std::string_view> header(const char* name) const = 0;
  /** The first parameter of that name in the query. */
  virtual std::optional<std::string_view> parameter(const char* name) const = 0;
};

struct Field {
  std::string name;
  std::string value;
};

struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<Field> headers;
  std::unique_ptr<Source> stream; /**< sent instead of `body` when it is there */
  std::uint64_t stream_bytes = 0;
};

/** Takes the body of one request. One that goes without finish() was cut off: it cleans up. */
class BodyReader {
 public:
  virtual ~BodyReader() = default;
  virtual void take(ByteView bytes) = 0;
  virtual Response finish() = 0;
};

/** An answer at once, or after a body has been read. */
struct Answer {
  Response response;
  std::unique_ptr<BodyReader> body; /**< makes the response when it is there */
  /** A key of Holds whose release makes another answer likely. The request is then asked again,
   *  once, and that answer sent. */
  std::string held_for;
};

/** What requests are for. Called from the daemon's thread, one call at a time. */
class Handler {
 public:
  virtual ~Handler() = default;
  virtual Answer answer(const Request& request) = 0;
  /** A request is over; `status` is 0 when the connection broke before the answer. */
  virtual void completed(const std::string& method, const std::string& path, int status,
                         std::uint64_t duration_ms) = 0;
};

}  // namespace aex::gateway
