#include "gateway/server.hpp"

#include <algorithm>
#include <thread>

#include "gateway/access/key_files.hpp"
#include "gateway/assembly.hpp"
#include "gateway/endpoints/api.hpp"
#include "gateway/http/daemon.hpp"
#include "net/url.hpp"

namespace aex::gateway {
namespace {

constexpr std::size_t kMaxPemBytes = 1 << 20;
constexpr unsigned kMaxWorkers = 256;

Status check(const ServerOptions& options, const Address& address) {
  const auto refuse = [](const char* what) { return Error(Code::invalid_argument, what); };
  const bool is_tls = !options.tls_certificate_file.empty();
  if (is_tls == options.tls_key_file.empty()) {
    return refuse("a TLS certificate and its key must be given together");
  }
  if (options.data.empty()) return refuse("no data folder was given");
  if (options.result_version != 1 && options.result_version != 2) {
    return refuse("the result version must be 1 or 2");
  }
  if (!is_tls && !address.is_loopback) {
    return Error(Code::config_insecure_url,
                 options.listen + " is not a loopback address: give a TLS certificate and key");
  }
  if (options.public_url.empty()) {
    return address.is_wildcard ? Status(refuse("an address that stands for all needs a public URL"))
                               : Status();
  }
  AEX_TRY(const net::Url& url, net::parse_url(options.public_url));
  if (options.public_url.back() == '/' || url.target.find_first_of("?#") != std::string::npos) {
    return refuse("the public URL must not have a slash at its end, a query or a fragment");
  }
  return {};
}

Result<DaemonOptions> daemon_options(const ServerOptions& options, const Address& address,
                                     os::Files& files) {
  DaemonOptions daemon;
  daemon.address = address;
  daemon.max_connections = options.max_connections;
  daemon.connection_timeout_s = options.connection_timeout_s;
  if (options.tls_certificate_file.empty()) return daemon;
  AEX_TRY(daemon.tls_certificate, os::read_text(files, options.tls_certificate_file, kMaxPemBytes));
  AEX_TRY(std::string key, os::read_text(files, options.tls_key_file, kMaxPemBytes));
  daemon.tls_key = Secret(key);
  wipe(key.data(), key.size());
  return daemon;
}

unsigned worker_count(unsigned wanted) {
  if (wanted == 0) wanted = std::thread::hardware_concurrency();
  return std::clamp(wanted, 1u, kMaxWorkers);
}

StoreLimits store_limits(const ServerOptions& options) {
  StoreLimits limits;
  limits.keep_s = options.keep_results_s;
  limits.max_experiments = options.max_experiments;
  return limits;
}

ObjectLimits object_limits(const ServerOptions& options) {
  ObjectLimits limits;
  limits.max_package_bytes = options.max_package_bytes;
  limits.result_url_s += options.keep_results_s;
  return limits;
}

RunnerOptions runner_options(const ServerOptions& options, const RsaIdentity& identity,
                             const Catalog& catalog) {
  RunnerOptions runner;
  runner.private_pem = identity.private_pem;
  runner.cores = catalog.cores();
  runner.result_format = options.result_version == 1 ? package::kResultV1 : package::kResultV2;
  runner.max_unpacked_bytes = options.max_unpacked_bytes;
  // Two keys at a time each: as many as there are experiments.
  runner.key_threads = (worker_count(options.workers) + 1) / 2;
  return runner;
}

/** What is read or made before anything is served. */
struct Foundation {
  ApiKeys keys;
  Signer signer;
  Catalog catalog;
  codec::Json capabilities;
  Calendar calendar;
  RsaIdentity identity;
  std::unique_ptr<Simulator> simulator;
};

/** All parts, in the order in which they lean on each other; they go in the opposite order. */
class GatewayServer final : public Server {
 public:
  GatewayServer(const ServerOptions& options, os::Files& files, Entropy& entropy, Foundation base)
      : base_(std::move(base)),
        journal_(options.log),
        experiments_(files, base_.calendar, os::join(options.data, "experiments"),
                     store_limits(options)),
        runner_(files, entropy, *base_.simulator, experiments_,
                runner_options(options, base_.identity, base_.catalog)),
        pool_(worker_count(options.workers), options.max_queue, [this] { experiments_.sweep(); }),
        holds_(options.max_hold_ms),
        desk_(files, experiments_, pool_, runner_, holds_, journal_),
        objects_(base_.signer, base_.calendar, experiments_, desk_, files, object_limits(options)) {
  }
  ~GatewayServer() override { stop(); }

  Status serve(DaemonOptions options, const std::string& public_url, os::Clock& clock);

  std::string url() const override { return url_; }
  void stop() override {
    if (daemon_ != nullptr) daemon_->stop();
    pool_.stop();
  }

 private:
  Foundation base_;
  Journal journal_;
  Experiments experiments_;
  Runner runner_;
  Pool pool_;
  Holds holds_;
  Desk desk_;
  Objects objects_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<Daemon> daemon_;
  std::string url_;
};

Status GatewayServer::serve(DaemonOptions options, const std::string& public_url,
                            os::Clock& clock) {
  AEX_CHECK(experiments_.load());
  const ApiParts parts = {base_.keys, base_.catalog, experiments_, objects_, desk_, journal_};
  api_ = std::make_unique<Api>(parts, base_.identity.public_pem, std::move(base_.capabilities));
  const bool is_tls = !options.tls_certificate.empty();
  AEX_TRY(daemon_, Daemon::start(std::move(options), *api_, holds_, clock));
  url_ = daemon_->address().url(is_tls);
  objects_.publish(public_url.empty() ? url_ : public_url);
  journal_.note(LogLevel::info, "listening on " + url_);
  return {};
}

}  // namespace

Result<std::unique_ptr<Server>> start_server(const ServerOptions& options, os::Files& files,
                                             os::Clock& clock, Entropy& entropy,
                                             std::unique_ptr<Simulator> simulator) {
  AEX_TRY(const Address& address, parse_address(options.listen));
  AEX_CHECK(check(options, address));
  AEX_TRY(ApiKeys keys, ApiKeys::from(options.api_keys));
  AEX_TRY(DaemonOptions daemon, daemon_options(options, address, files));
  AEX_TRY(std::vector<package::Core> cores, simulator->cores());
  AEX_TRY(Catalog catalog, Catalog::from(options.channels, std::move(cores)));
  AEX_TRY(codec::Json capabilities, catalog.capabilities(options.result_version));
  AEX_CHECK(os::make_folders(files, options.data, os::Access::owner));
  AEX_TRY(RsaIdentity identity, load_rsa_identity(files, options.data, entropy));
  AEX_TRY(Secret signing_key, load_signing_key(files, options.data, entropy));
  AEX_TRY(const Calendar& calendar, Calendar::start(files, clock, options.data));
  auto server = std::make_unique<GatewayServer>(
      options, files, entropy,
      Foundation{std::move(keys), Signer(std::move(signing_key)), std::move(catalog),
                 std::move(capabilities), calendar, std::move(identity), std::move(simulator)});
  AEX_CHECK(server->serve(std::move(daemon), options.public_url, clock));
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace aex::gateway
