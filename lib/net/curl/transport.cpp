#include <curl/curl.h>
#ifdef AEX_CURL_LAZY
#include <dlfcn.h>
#endif

#include <algorithm>
#include <cstring>

#include "base/secret.hpp"
#include "net/curl/ca_file.hpp"
#include "net/exchange.hpp"
#include "net/head.hpp"
#include "net/http.hpp"
#include "net/redirect.hpp"
#include "os/clock.hpp"

namespace aex::net {
namespace {

constexpr std::uint64_t kSliceMs = 100;
constexpr std::uint64_t kMaxCurlMs = 0x7fffffff;
constexpr int kCurlTooLarge = 100; /* CURLE_TOO_LARGE, since libcurl 8.6 */
constexpr long kReceiveBytes = 256 * 1024;

/* libcurl and its thirty libraries cost a program some 6 ms at its start, so that they are loaded
 * when the first transport is made. A static build binds them directly. */
struct Curl {
#define AEX_CURL(name) decltype(&::curl_##name) name = nullptr;
#include "net/curl/functions.def"
#undef AEX_CURL
};

#ifdef AEX_CURL_LAZY
std::string loader_reason() {
  const char* text = ::dlerror();
  return text == nullptr ? "unknown reason" : text;
}

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

Status bind(Curl& curl) {
  void* library = ::dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    return Error(Code::unsupported, "libcurl cannot be loaded (" + loader_reason() + ")");
  }
  bool whole = true;
#define AEX_CURL(name) whole = find(library, "curl_" #name, curl.name) && whole;
#include "net/curl/functions.def"
#undef AEX_CURL
  if (!whole) return Error(Code::unsupported, "libcurl is older than 7.66");
  return {};
}
#else
Status bind(Curl& curl) {
#define AEX_CURL(name) curl.name = &::curl_##name;
#include "net/curl/functions.def"
#undef AEX_CURL
  return {};
}
#endif

Result<Curl> load() {
  Curl curl;
  AEX_CHECK(bind(curl));
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return Error(Code::unsupported, "libcurl cannot be started");
  }
  return curl;
}

/* Never destroyed: a thread may still be in a transfer when the process ends. */
const Result<Curl>& library() {
  static const Result<Curl>* const loaded = new Result<Curl>(load());
  return *loaded;
}

class HeaderList {
 public:
  explicit HeaderList(const Curl& curl) : curl_(curl) {}
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() {
    for (curl_slist* line = first_; line != nullptr; line = line->next) {
      wipe(line->data, std::strlen(line->data));
    }
    curl_.slist_free_all(first_);
  }

  bool add(const std::string& line) {
    curl_slist* longer = curl_.slist_append(first_, line.c_str());
    if (longer != nullptr) first_ = longer;
    return longer != nullptr;
  }
  /* "Name;" is how libcurl is told of an empty value: "Name:" would take the header away. */
  bool add(const Header& field) {
    std::string line = field.name + (field.value.empty() ? ";" : ": " + field.value);
    const bool added = add(line);
    wipe(line.data(), line.size());
    return added;
  }
  curl_slist* get() const { return first_; }

 private:
  const Curl& curl_;
  curl_slist* first_ = nullptr;
};

Code code_of(CURLcode result) {
  if (int(result) == kCurlTooLarge) return Code::transfer_too_large;
  switch (result) {
    case CURLE_OUT_OF_MEMORY: return Code::no_memory;
    case CURLE_SSL_CACERT_BADFILE: return Code::ca_unreadable;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR: return Code::tls_untrusted;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_OPERATION_TIMEDOUT: return Code::gateway_unreachable;
    default: return Code::transfer_broken;
  }
}

/* libcurl's own words may quote a proxy's address with its password. */
bool is_fit_to_show(std::string_view reason) {
  return !reason.empty() && reason.find('@') == std::string_view::npos &&
         reason.find("://") == std::string_view::npos;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* exchange) {
  const std::string_view line(data, size * count);
  return static_cast<Exchange*>(exchange)->take_header(line) ? line.size() : 0;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* exchange) {
  const ByteView bytes(std::string_view(data, size * count));
  return static_cast<Exchange*>(exchange)->take_body(bytes) ? bytes.size : 0;
}

std::size_t on_send(char* out, std::size_t size, std::size_t count, void* exchange) {
  auto* const bytes = reinterpret_cast<std::uint8_t*>(out);
  const std::size_t given = static_cast<Exchange*>(exchange)->give(bytes, size * count);
  return given == Exchange::kNothing ? CURL_READFUNC_ABORT : given;
}

class CurlTransport final : public Transport {
 public:
  CurlTransport(const Curl& curl, const TransportOptions& options)
      : curl_(curl), options_(options), easy_(curl.easy_init()), multi_(curl.multi_init()) {}
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;
  ~CurlTransport() override {
    curl_.easy_cleanup(easy_);
    curl_.multi_cleanup(multi_);
  }
  bool is_whole() const { return easy_ != nullptr && multi_ != nullptr; }

  Result<Response> perform(const Request& request, Sink& body, Control& control) override {
    AEX_TRY(Url url, parse_url(request.url));
    AEX_CHECK(check_headers(request.headers));
    if (request.method == Method::put && request.body == nullptr && request.body_bytes > 0) {
      return Error(Code::invalid_argument, "a PUT to " + url.origin() + " has no body");
    }
    AEX_CHECK(control.report(request.stage, 0, request.body_bytes));
    for (int redirects = 0;; ++redirects) {
      Exchange exchange(request, url, body);
      AEX_CHECK(run(exchange, control));
      if (!exchange.is_redirected()) return std::move(exchange.response);
      if (redirects == kMaxRedirects) {
        return Error(Code::redirect_refused, url.origin() + " redirected more than " +
                                                 std::to_string(kMaxRedirects) + " times");
      }
      AEX_TRY(url, follow(url, exchange.response.header("Location"), request.has_header("apikey")));
    }
  }

 private:
  Status run(Exchange& exchange, Control& control) {
    const std::uint64_t began_ms = os::system_clock().now_ms();
    HeaderList headers(curl_);
    AEX_CHECK(add_headers(exchange.request(), headers));
    AEX_CHECK(configure(exchange, headers));
    curl_.multi_add_handle(multi_, easy_);
    const Status driven = drive(exchange, control);
    Status answered = driven.ok() ? outcome(exchange) : driven;
    curl_.multi_remove_handle(multi_, easy_);
    curl_.easy_reset(easy_);
    tell_log(exchange, os::system_clock().now_ms() - began_ms);
    if (exchange.failure) return std::move(*exchange.failure);
    return answered;
  }

  Status add_headers(const Request& request, HeaderList& headers) {
    bool added = headers.add(std::string("Expect:"));
    if (request.method == Method::post && !request.has_header("Content-Type")) {
      added = headers.add(std::string("Content-Type:")) && added;
    }
    for (const Header& field : request.headers) added = headers.add(field) && added;
    if (!added) return Error(Code::no_memory, "for the headers of a request");
    return {};
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl_.easy_setopt(easy_, option, value) != CURLE_OK) rejected_ = true;
  }

  Status configure(Exchange& exchange, const HeaderList& headers) {
    rejected_ = false;
    reason_[0] = '\0';
    set(CURLOPT_ERRORBUFFER, reason_);
    set(CURLOPT_URL, exchange.url().text().c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, &exchange);
    set_method(exchange);
    set_connection(exchange.url());
    set_trust();
    if (rejected_) return Error(Code::unsupported, "libcurl lacks an option that is needed");
    return {};
  }

  void set_method(Exchange& exchange) {
    if (exchange.request().method == Method::post) {
      set(CURLOPT_POSTFIELDSIZE, 0L);
      set(CURLOPT_POSTFIELDS, "");
    }
    if (!exchange.is_put()) return;
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE, curl_off_t(exchange.request().body_bytes));
    set(CURLOPT_READFUNCTION, &on_send);
    set(CURLOPT_READDATA, &exchange);
  }

  void set_connection(const Url& url) {
    const std::uint64_t connect_ms = options_.timeouts.connect_ms;
    set(CURLOPT_CONNECTTIMEOUT_MS,
        long(connect_ms == 0 ? kMaxCurlMs : std::min(connect_ms, kMaxCurlMs)));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    // Refused, and not needed, while a buffer is left from a name that was not found.
    curl_.easy_setopt(easy_, CURLOPT_BUFFERSIZE, kReceiveBytes);
    if (!options_.user_agent.empty()) set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    // Plain http is fit for this host only, so that no proxy may see it.
    if (url.is_loopback()) set(CURLOPT_PROXY, "");
#if LIBCURL_VERSION_NUM >= 0x075700
    // A cancelled name lookup must not be waited for; an older libcurl at run time may refuse.
    curl_.easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
#endif
  }

  void set_trust() {
    set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (options_.ca_file.empty()) return;
    set(CURLOPT_CAINFO, options_.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }

  curl_off_t measure(CURLINFO what) const {
    curl_off_t value = 0;
    return curl_.easy_getinfo(easy_, what, &value) == CURLE_OK ? value : 0;
  }
  std::uint64_t bytes_sent() const { return std::uint64_t(measure(CURLINFO_SIZE_UPLOAD_T)); }

  Status drive(Exchange& exchange, Control& control) {
    const std::uint64_t began_ms = os::system_clock().now_ms();
    const Timeouts& limits = options_.timeouts;
    StallWatch watch(limits.stall_ms, limits.stall_bytes_per_s);
    bool has_time = bool(exchange.request().meanwhile);
    for (int running = 1;;) {
      if (curl_.multi_perform(multi_, &running) != CURLM_OK) {
        return Error(Code::internal, "libcurl refused a transfer with " + exchange.url().origin());
      }
      AEX_CHECK(tell_progress(exchange, control));
      if (running == 0) return {};
      if (has_time && measure(CURLINFO_PRETRANSFER_TIME_T) > 0) {
        has_time = false;
        exchange.request().meanwhile();
        continue;
      }
      const std::uint64_t now_ms = os::system_clock().now_ms();
      AEX_CHECK(check_handshake(exchange, now_ms - began_ms));
      if (limits.total_ms != 0 && now_ms - began_ms >= limits.total_ms) return overdue(exchange);
      watch.see(measure(CURLINFO_PRETRANSFER_TIME_T) > 0, bytes_sent() + exchange.bytes_received(),
                now_ms);
      if (watch.is_stalled()) return stalled(exchange);
      const std::uint64_t slice_ms = std::min({kSliceMs, control.remaining_ms(), watch.left_ms()});
      curl_.multi_poll(multi_, nullptr, 0, int(slice_ms), nullptr);
    }
  }

  Status tell_progress(const Exchange& exchange, Control& control) const {
    const Request& request = exchange.request();
    if (exchange.is_put()) return control.report(request.stage, bytes_sent(), request.body_bytes);
    const std::uint64_t done = exchange.is_redirected() ? 0 : exchange.response.body_bytes;
    return control.report(request.stage, done, content_length(exchange.response));
  }

  /* libcurl bounds TCP and TLS together only. */
  Status check_handshake(const Exchange& exchange, std::uint64_t took_ms) const {
    const std::uint64_t limit_ms = options_.timeouts.tls_ms;
    const std::uint64_t tcp_ms = std::uint64_t(measure(CURLINFO_CONNECT_TIME_T)) / 1000;
    const bool is_shaking = tcp_ms > 0 && measure(CURLINFO_PRETRANSFER_TIME_T) == 0;
    if (limit_ms == 0 || !is_shaking || took_ms < tcp_ms + limit_ms) return {};
    return Error(Code::gateway_unreachable, exchange.url().origin() +
                                                " (the TLS handshake took over " +
                                                std::to_string(limit_ms) + " ms)");
  }

  Error overdue(const Exchange& exchange) const {
    return Error(Code::transfer_broken, "the request to " + exchange.url().origin() +
                                            " took over " +
                                            std::to_string(options_.timeouts.total_ms) + " ms");
  }

  Error stalled(const Exchange& exchange) const {
    return Error(Code::transfer_broken, "nothing moved to or from " + exchange.url().origin() +
                                            " for " + std::to_string(options_.timeouts.stall_ms) +
                                            " ms");
  }

  Status outcome(const Exchange& exchange) {
    CURLcode result = CURLE_OK;
    int left = 0;
    while (const CURLMsg* message = curl_.multi_info_read(multi_, &left)) {
      if (message->msg == CURLMSG_DONE) result = message->data.result;
    }
    const std::string origin = exchange.url().origin();
    if (result == CURLE_OUT_OF_MEMORY && exchange.response.status != 0) {
      // What libcurl before 8.6 makes of a line of over 100 kB.
      return Error(Code::transfer_too_large, origin + " sent a header that is too long");
    }
    if (result != CURLE_OK) return failed(result, origin);
    const Response& response = exchange.response;
    const std::uint64_t sent = bytes_sent();
    if (exchange.is_put() && response.status < 300 && sent < exchange.request().body_bytes) {
      return Error(Code::transfer_broken,
                   origin + " answered after " + std::to_string(sent) + " of " +
                       std::to_string(exchange.request().body_bytes) + " bytes");
    }
    return {};
  }

  Error failed(CURLcode result, const std::string& origin) const {
    long proxy_status = 0;
    curl_.easy_getinfo(easy_, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
    if (proxy_status >= 300) {
      return Error(Code::gateway_unreachable,
                   origin + " (the proxy answered " + std::to_string(proxy_status) + ")");
    }
    const Code code = code_of(result);
    if (code == Code::ca_unreadable && !options_.ca_file.empty()) {
      return Error(code, options_.ca_file + " holds no certificate that can be used");
    }
    const char* reason = is_fit_to_show(reason_) ? reason_ : curl_.easy_strerror(result);
    return Error(code, origin + " (" + reason + ")");
  }

  void tell_log(const Exchange& exchange, std::uint64_t took_ms) const {
    if (!options_.log.wants(LogLevel::debug)) return;
    const Url& url = exchange.url();
    const std::string path = url.target.substr(0, url.target.find('?'));
    options_.log.write(LogLevel::debug, std::string(method_name(exchange.request().method)) + ' ' +
                                            url.origin() + path + ' ' +
                                            std::to_string(exchange.response.status) + ' ' +
                                            std::to_string(took_ms) + " ms");
  }

  const Curl& curl_;
  const TransportOptions options_;
  CURL* easy_;
  CURLM* multi_;
  bool rejected_ = false;
  char reason_[CURL_ERROR_SIZE] = {};
};

}  // namespace

Result<std::unique_ptr<Transport>> curl_transport(const TransportOptions& options) {
  AEX_CHECK(check_ca_file(options.ca_file));
  const Result<Curl>& loaded = library();
  if (!loaded.ok()) return loaded.error();
  auto transport = std::make_unique<CurlTransport>(loaded.value(), options);
  if (!transport->is_whole()) return Error(Code::no_memory, "for a transport");
  return std::unique_ptr<Transport>(std::move(transport));
}

}  // namespace aex::net
