/** A self-hosted gateway: the service's protocol over the local engine. */
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "atlasexplorer/log.hpp"
#include "base/entropy.hpp"
#include "base/secret.hpp"
#include "os/clock.hpp"
#include "os/files.hpp"

namespace aex::gateway {

struct ServerOptions {
  std::string listen = "127.0.0.1:8080"; /**< HOST:PORT; port 0 takes a free one */
  std::string data;                      /**< folder for the RSA key and the experiments */
  std::vector<Secret> api_keys;          /**< at least one */
  std::string tls_certificate_file;      /**< PEM; both or neither */
  std::string tls_key_file;
  std::string public_url; /**< what signed URLs begin with; empty: the listen URL */
  std::vector<std::string> channels = {"local:local"}; /**< "channel:region" that are served */
  int result_version = 2;     /**< 1 or 2; with 1, cloudcaps names package format v1 only */
  unsigned workers = 0;       /**< experiments run at once; 0: one per processor */
  std::size_t max_queue = 64; /**< experiments that wait */
  std::uint64_t max_package_bytes = 256ull << 20;
  std::uint64_t max_unpacked_bytes = 1ull << 30;
  std::uint64_t max_instructions = 1ull << 40;
  std::uint64_t keep_results_s = 24 * 60 * 60; /**< age at which an experiment is swept */
  std::size_t max_experiments = 10'000;        /**< kept; the oldest finished one makes room */
  unsigned max_connections = 256;
  unsigned connection_timeout_s = 30; /**< without a byte either way */
  /** How long a request for a status may be held back while its experiment runs. */
  std::uint64_t max_hold_ms = 2000;
  Log log; /**< one line a request at `info`; failures at `warning` */
};

/** Serves until it is stopped. Plain http is accepted on loopback addresses only. */
class Server {
 public:
  /** `files`, `clock` and `entropy` are borrowed and used from several threads.
   *  Code::invalid_argument, Code::config_insecure_url, Code::io_failed naming the address. */
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, os::Files& files,
                                               os::Clock& clock, Entropy& entropy);
  virtual ~Server() = default;
  /** "http://127.0.0.1:43211": the address with the port that was taken. */
  virtual std::string url() const = 0;
  /** Takes no more requests, lets running experiments stop, and returns. Idempotent. */
  virtual void stop() = 0;
};

}  // namespace aex::gateway
