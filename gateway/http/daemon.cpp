#include "gateway/http/daemon.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "gateway/http/library.hpp"

namespace aex::gateway {
namespace {

/** A refused request's body up to this size is read and dropped, so that the connection lives. */
constexpr std::uint64_t kMaxDrainedBytes = 1 << 20;
/** Bounds the head of a request, too: more gets 431. */
constexpr std::size_t kConnectionBytes = 32 * 1024;

/* Only after Daemon::start() found the library. */
const Microhttpd& mhd() { return microhttpd().value(); }

class MhdRequest final : public Request {
 public:
  MhdRequest(MHD_Connection* connection, std::string_view method, std::string_view path)
      : connection_(connection), method_(method), path_(path) {}

  std::string_view method() const override { return method_; }
  std::string_view path() const override { return path_; }
  std::optional<std::string_view> header(const char* name) const override {
    return look_up(MHD_HEADER_KIND, name);
  }
  std::optional<std::string_view> parameter(const char* name) const override {
    return look_up(MHD_GET_ARGUMENT_KIND, name);
  }

 private:
  std::optional<std::string_view> look_up(MHD_ValueKind kind, const char* name) const {
    const char* value = mhd().lookup_connection_value(connection_, kind, name);
    if (value == nullptr) return std::nullopt;
    return value;
  }

  MHD_Connection* connection_;
  std::string_view method_;
  std::string_view path_;
};

/** Whether the rest of the body is not worth waiting for. */
bool has_large_body(const Request& request) {
  if (request.header(MHD_HTTP_HEADER_TRANSFER_ENCODING)) return true;
  const std::string_view text = request.header(MHD_HTTP_HEADER_CONTENT_LENGTH).value_or("0");
  std::uint64_t length = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
  return parsed.ec != std::errc() || length > kMaxDrainedBytes;
}

ssize_t read_stream(void* source, std::uint64_t, char* out, std::size_t capacity) {
  auto got = static_cast<Source*>(source)->read(reinterpret_cast<std::uint8_t*>(out), capacity);
  if (!got.ok()) return MHD_CONTENT_READER_END_WITH_ERROR;
  return got.value() == 0 ? MHD_CONTENT_READER_END_OF_STREAM : static_cast<ssize_t>(got.value());
}

void free_stream(void* source) { delete static_cast<Source*>(source); }

MHD_Response* make_response(Response& response) {
  if (response.stream == nullptr) {
    return mhd().create_response_from_buffer(response.body.size(), response.body.data(),
                                             MHD_RESPMEM_MUST_COPY);
  }
  MHD_Response* made = mhd().create_response_from_callback(
      response.stream_bytes, kStreamBytes, &read_stream, response.stream.get(), &free_stream);
  if (made != nullptr) (void)response.stream.release();
  return made;
}

MHD_Result send(MHD_Connection* connection, Response& response) {
  MHD_Response* made = make_response(response);
  if (made == nullptr) return MHD_NO;
  (void)mhd().add_response_header(made, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  if (!response.content_type.empty()) {
    (void)mhd().add_response_header(made, MHD_HTTP_HEADER_CONTENT_TYPE,
                                    response.content_type.c_str());
  }
  for (const Field& field : response.headers) {
    (void)mhd().add_response_header(made, field.name.c_str(), field.value.c_str());
  }
  const MHD_Result queued =
      mhd().queue_response(connection, static_cast<unsigned>(response.status), made);
  mhd().destroy_response(made);
  return queued;
}

/** One request from its head to its end. */
struct Exchange {
  std::string method;
  std::string path;
  std::uint64_t began_ms = 0;
  Answer answer;
  int status = 0;
  bool was_held = false;

  MHD_Result reply(MHD_Connection* connection, Response response) {
    const MHD_Result queued = send(connection, response);
    if (queued == MHD_YES) status = response.status;
    return queued;
  }
};

class MhdDaemon final : public Daemon {
 public:
  MhdDaemon(DaemonOptions options, Handler& handler, Holds& holds, os::Clock& clock)
      : options_(std::move(options)), handler_(handler), holds_(holds), clock_(clock) {}
  ~MhdDaemon() override { stop(); }

  const Address& address() const override { return options_.address; }
  void stop() override {
    holds_.stop();
    if (daemon_ != nullptr) mhd().stop_daemon(std::exchange(daemon_, nullptr));
  }

  Status listen();

 private:
  bool is_tls() const { return !options_.tls_certificate.empty(); }
  MHD_Result begin(MHD_Connection* connection, const char* path, const char* method, void** state);
  MHD_Result end(MHD_Connection* connection, Exchange& exchange);
  void hold(MHD_Connection* connection, Exchange& exchange);

  static MHD_Result on_request(void* self, MHD_Connection* connection, const char* path,
                               const char* method, const char* version, const char* upload,
                               std::size_t* upload_bytes, void** state);
  static void on_completed(void* self, MHD_Connection* connection, void** state,
                           MHD_RequestTerminationCode reason);

  DaemonOptions options_;
  Handler& handler_;
  Holds& holds_;
  os::Clock& clock_;
  MHD_Daemon* daemon_ = nullptr;
};

MHD_Result MhdDaemon::begin(MHD_Connection* connection, const char* path, const char* method,
                            void** state) {
  auto exchange = std::make_unique<Exchange>();
  exchange->method = method;
  exchange->path = path;
  exchange->began_ms = clock_.now_ms();
  const MhdRequest request(connection, exchange->method, exchange->path);
  exchange->answer = handler_.answer(request);
  Exchange& kept = *exchange;
  *state = exchange.release();
  // An answer before the body's end costs the connection, so it is kept for bodies not worth it.
  if (kept.answer.body == nullptr && has_large_body(request)) {
    return kept.reply(connection, std::move(kept.answer.response));
  }
  return MHD_YES;
}

MHD_Result MhdDaemon::on_request(void* self, MHD_Connection* connection, const char* path,
                                 const char* method, const char*, const char* upload,
                                 std::size_t* upload_bytes, void** state) {
  if (*state == nullptr) {
    return static_cast<MhdDaemon*>(self)->begin(connection, path, method, state);
  }
  Exchange& exchange = *static_cast<Exchange*>(*state);
  BodyReader* body = exchange.answer.body.get();
  if (*upload_bytes > 0) {
    if (body != nullptr) body->take(ByteView(std::string_view(upload, *upload_bytes)));
    *upload_bytes = 0;
    return MHD_YES;
  }
  return static_cast<MhdDaemon*>(self)->end(connection, exchange);
}

MHD_Result MhdDaemon::end(MHD_Connection* connection, Exchange& exchange) {
  if (exchange.answer.body != nullptr) {
    return exchange.reply(connection, exchange.answer.body->finish());
  }
  if (exchange.was_held) {
    exchange.answer = handler_.answer(MhdRequest(connection, exchange.method, exchange.path));
  } else if (!exchange.answer.held_for.empty()) {
    hold(connection, exchange);
    return MHD_YES;
  }
  return exchange.reply(connection, std::move(exchange.answer.response));
}

void MhdDaemon::hold(MHD_Connection* connection, Exchange& exchange) {
  exchange.was_held = true;
  const std::string key = exchange.answer.held_for;
  mhd().suspend_connection(connection);
  holds_.hold(key, [connection] { mhd().resume_connection(connection); });
  // What it is held for may have come between its answer and the hold.
  const MhdRequest request(connection, exchange.method, exchange.path);
  if (handler_.answer(request).held_for != key) holds_.release(key);
}

void MhdDaemon::on_completed(void* self, MHD_Connection*, void** state,
                             MHD_RequestTerminationCode) {
  const std::unique_ptr<Exchange> exchange(static_cast<Exchange*>(std::exchange(*state, nullptr)));
  if (exchange == nullptr) return;
  exchange->answer.body.reset();
  auto* daemon = static_cast<MhdDaemon*>(self);
  daemon->handler_.completed(exchange->method, exchange->path, exchange->status,
                             daemon->clock_.now_ms() - exchange->began_ms);
}

std::vector<MHD_OptionItem> items(const DaemonOptions& options, const sockaddr* where,
                                  MHD_RequestCompletedCallback completed, void* self) {
  const auto pointer = [](const void* target) { return const_cast<void*>(target); };
  std::vector<MHD_OptionItem> items = {
      {MHD_OPTION_SOCK_ADDR, 0, pointer(where)},
      {MHD_OPTION_NOTIFY_COMPLETED, reinterpret_cast<intptr_t>(completed), self},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, kConnectionBytes, nullptr},
      {MHD_OPTION_CONNECTION_LIMIT, static_cast<intptr_t>(options.max_connections), nullptr},
      {MHD_OPTION_CONNECTION_TIMEOUT, static_cast<intptr_t>(options.connection_timeout_s), nullptr},
      {MHD_OPTION_STRICT_FOR_CLIENT, 1, nullptr},
  };
  if (!options.tls_certificate.empty()) {
    items.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, pointer(options.tls_certificate.c_str())});
    items.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, pointer(options.tls_key.reveal().c_str())});
    items.push_back(
        {MHD_OPTION_HTTPS_PRIORITIES, 0, pointer("NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2")});
  }
  items.push_back({MHD_OPTION_END, 0, nullptr});
  return items;
}

union SocketAddress {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

SocketAddress socket_address(const Address& address) {
  SocketAddress made;
  std::memset(&made, 0, sizeof made);
  if (address.is_ipv6) {
    made.v6.sin6_family = AF_INET6;
    made.v6.sin6_port = htons(address.port);
    std::memcpy(&made.v6.sin6_addr, address.octets.data(), 16);
  } else {
    made.v4.sin_family = AF_INET;
    made.v4.sin_port = htons(address.port);
    std::memcpy(&made.v4.sin_addr, address.octets.data(), 4);
  }
  return made;
}

Status MhdDaemon::listen() {
  if (is_tls() && mhd().is_feature_supported(MHD_FEATURE_TLS) != MHD_YES) {
    return Error(Code::unsupported, "libmicrohttpd was built without TLS");
  }
  unsigned flags = MHD_USE_AUTO_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  if (is_tls()) flags |= MHD_USE_TLS;
  if (options_.address.is_ipv6) flags |= MHD_USE_IPv6;
  const SocketAddress where = socket_address(options_.address);
  std::vector<MHD_OptionItem> chosen = items(options_, &where.any, &on_completed, this);
  daemon_ = mhd().start_daemon(flags, options_.address.port, nullptr, nullptr, &on_request, this,
                               MHD_OPTION_ARRAY, chosen.data(), MHD_OPTION_END);
  if (daemon_ == nullptr) {
    return Error(Code::io_failed,
                 options_.address.url(is_tls()) + " could not be listened on: the port is taken" +
                     (is_tls() ? ", or the TLS certificate and key were refused" : ""));
  }
  const MHD_DaemonInfo* taken = mhd().get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT);
  if (taken != nullptr) options_.address.port = taken->port;
  return {};
}

}  // namespace

Result<std::unique_ptr<Daemon>> Daemon::start(DaemonOptions options, Handler& handler, Holds& holds,
                                              os::Clock& clock) {
  if (!microhttpd().ok()) return microhttpd().error();
  auto daemon = std::make_unique<MhdDaemon>(std::move(options), handler, holds, clock);
  AEX_CHECK(daemon->listen());
  return std::unique_ptr<Daemon>(std::move(daemon));
}

}  // namespace aex::gateway
