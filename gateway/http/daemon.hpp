/** An HTTP/1.1 server over libmicrohttpd, which only this folder knows. */
#pragma once

#include <memory>
#include <string>

#include "base/secret.hpp"
#include "gateway/http/address.hpp"
#include "gateway/http/holds.hpp"
#include "gateway/http/message.hpp"
#include "os/clock.hpp"

namespace aex::gateway {

struct DaemonOptions {
  Address address;
  std::string tls_certificate; /**< PEM text; empty: plain http */
  Secret tls_key;              /**< PEM text */
  unsigned max_connections = 256;
  unsigned connection_timeout_s = 30;
};

/** Listens from start() to stop(), with one thread for all connections. */
class Daemon {
 public:
  /** `handler`, `holds` and `clock` are borrowed until stop(), which stops `holds`, too.
   * Code::io_failed naming the address; Code::config_invalid when the certificate or its key is
   * refused; Code::unsupported. */
  static Result<std::unique_ptr<Daemon>> start(DaemonOptions options, Handler& handler,
                                               Holds& holds, os::Clock& clock);
  virtual ~Daemon() = default;
  /** The address with the port that was taken. */
  virtual const Address& address() const = 0;
  /** Closes all connections; bodies that were being read go without finish(). Idempotent. */
  virtual void stop() = 0;
};

}  // namespace aex::gateway
