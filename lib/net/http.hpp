/** HTTP/1.1 as the protocol uses it, behind a seam. */
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "atlasexplorer/log.hpp"
#include "base/control.hpp"
#include "base/stream.hpp"

namespace aex::net {

enum class Method : std::uint8_t { get, post, put };

/** "GET", "POST" or "PUT". Static. */
const char* method_name(Method method) noexcept;

struct Header {
  std::string name;
  std::string value;
};

/** Compares the names of two headers, without regard to case. */
bool same_name(std::string_view a, std::string_view b);

struct Request {
  Method method = Method::get;
  std::string url;
  std::vector<Header> headers;
  Source* body = nullptr;       /**< of a PUT; borrowed for the call */
  std::uint64_t body_bytes = 0; /**< sent as Content-Length, never chunked */
  Stage stage = Stage::gateway; /**< under which progress is told */
  /** Work that the wait for the answer leaves time for: called at most once for each try, when the
   *  request is on its way. A transport need not. */
  std::function<void()> meanwhile;

  bool has_header(std::string_view name) const;
};

struct Response {
  int status = 0;
  std::vector<Header> headers;
  std::uint64_t body_bytes = 0; /**< received */
  /** The first header of that name, without regard to case; empty if none. */
  std::string_view header(std::string_view name) const;
};

/** Limits of one exchange. 0 means none. */
struct Timeouts {
  std::uint64_t connect_ms = 10'000; /**< name lookup, TCP and TLS together */
  std::uint64_t tls_ms = 10'000;     /**< the TLS handshake alone */
  std::uint64_t stall_ms = 30'000;   /**< with less than `stall_bytes_per_s` either way */
  std::uint64_t stall_bytes_per_s = 1;
  std::uint64_t total_ms = 0; /**< from the first byte to the last */
};

/** Sends one request. Any HTTP status is a Response; only failures to get one are errors:
 *  Code::gateway_unreachable, Code::tls_untrusted, Code::transfer_broken, Code::timeout,
 *  Code::cancelled, Code::redirect_refused, Code::transfer_too_large (headers over 256 KiB),
 *  Code::io_failed (the source ended before `body_bytes`), Code::invalid_argument and
 *  Code::config_insecure_url (see parse_url; a header that would break its line), and whatever
 *  `body` and the source answer. Errors show the origin of the URL, never its query. A GET follows
 *  up to 5 redirects, and only within the same origin when it carries an `apikey` header; never
 *  from https to http. One object, one thread at a time; connections are kept alive. */
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<Response> perform(const Request& request, Sink& body, Control& control) = 0;
};

struct TransportOptions {
  std::string ca_file; /**< PEM; replaces the system's CAs when not empty */
  Timeouts timeouts;
  std::string user_agent;
  Log log;
};

/** Over libcurl. Code::ca_unreadable when `ca_file` cannot be read or holds no certificate. */
Result<std::unique_ptr<Transport>> curl_transport(const TransportOptions& options);

}  // namespace aex::net
