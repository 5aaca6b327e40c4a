#include "atlasexplorer/transport.h"

#include "atlasexplorer/error.h"
#include "capi/boundary.hpp"
#include "capi/session/host_transport.hpp"
#include "net/exchange.hpp"
#include "net/redirect.hpp"

/* Both ends of one exchange; C sees them apart so that nothing can be mixed up. */
struct aex_http_request {
  aex::net::Exchange& exchange;
  aex::Control& control;
  std::string url;
  std::uint64_t sent_bytes = 0;

  aex::Status tell() const {
    const aex::net::Request& request = exchange.request();
    if (exchange.is_put()) return control.report(request.stage, sent_bytes, request.body_bytes);
    return control.report(request.stage, exchange.response.body_bytes,
                          aex::net::content_length(exchange.response));
  }
};

struct aex_http_response {
  const aex_http_request& request;
  std::string reason;
};

namespace aex::capi {
namespace {

AEX_OPTIONS_LAYOUT(aex_transport, payload);

class HostTransport final : public net::Transport {
 public:
  explicit HostTransport(const aex_transport& host) : host_(host) {}
  HostTransport(const HostTransport&) = delete;
  HostTransport& operator=(const HostTransport&) = delete;
  ~HostTransport() override {
    if (host_.release != nullptr) host_.release(host_.payload);
  }

  Result<net::Response> perform(const net::Request& request, Sink& body,
                                Control& control) override {
    AEX_TRY(net::Url url, net::parse_url(request.url));
    AEX_CHECK(net::check_headers(request.headers));
    AEX_CHECK(control.report(request.stage, 0, request.body_bytes));
    for (int redirects = 0; redirects <= net::kMaxRedirects; ++redirects) {
      net::Exchange exchange(request, url, body);
      AEX_CHECK(ask(exchange, control));
      if (!exchange.is_redirected()) return std::move(exchange.response);
      AEX_TRY(url,
              net::follow(url, exchange.response.header("Location"), request.has_header("apikey")));
    }
    return Error(Code::redirect_refused, {url.origin(), " redirected too often"});
  }

 private:
  Status ask(net::Exchange& exchange, Control& control) {
    aex_http_request request = {exchange, control, exchange.url().text()};
    aex_http_response response = {request, ""};
    const aex_code code = host_.perform(&request, &response, host_.payload);
    if (exchange.failure) return std::move(*exchange.failure);
    AEX_CHECK(control.check());
    const std::string origin = exchange.url().origin();
    if (code != AEX_OK) return Error(known(code), origin + reason(response, code));
    if (exchange.response.status == 0)
      return Error(Code::transfer_broken, {origin, " (no status)"});
    return {};
  }

  static std::string reason(const aex_http_response& response, aex_code code) {
    return response.reason.empty()
               ? concat({" (the host's transport gave code ", decimal(code), ")"})
               : concat({" (", response.reason, ")"});
  }

  static Code known(aex_code code) {
    const bool is_known = info(Code(code)).code == Code(code);
    return is_known ? Code(code) : Code::transfer_broken;
  }

  const aex_transport host_;
};

/* A failure that the exchange keeps is the same that the host is told. */
Status outcome(bool went_well, const net::Exchange& exchange) {
  if (went_well) return {};
  return *exchange.failure;
}

}  // namespace

Result<std::unique_ptr<net::Transport>> host_transport(const aex_transport& given) {
  AEX_TRY(const aex_transport& host, read_options(&given, "transport"));
  AEX_CHECK(require({{reinterpret_cast<const void*>(host.perform), "transport.perform"}}));
  return std::unique_ptr<net::Transport>(new HostTransport(host));
}

}  // namespace aex::capi

using aex::capi::guard;
using aex::capi::outcome;
using aex::capi::require;

namespace {

const aex::net::Header* header_at(const aex_http_request* request, size_t index) {
  if (request == nullptr || index >= request->exchange.request().headers.size()) return nullptr;
  return &request->exchange.request().headers[index];
}

}  // namespace

const char* aex_http_request_method(const aex_http_request* request) {
  return request == nullptr ? "" : aex::net::method_name(request->exchange.request().method);
}

const char* aex_http_request_url(const aex_http_request* request) {
  return request == nullptr ? "" : request->url.c_str();
}

size_t aex_http_request_header_count(const aex_http_request* request) {
  return request == nullptr ? 0 : request->exchange.request().headers.size();
}

const char* aex_http_request_header_name(const aex_http_request* request, size_t index) {
  const aex::net::Header* header = header_at(request, index);
  return header == nullptr ? "" : header->name.c_str();
}

const char* aex_http_request_header_value(const aex_http_request* request, size_t index) {
  const aex::net::Header* header = header_at(request, index);
  return header == nullptr ? "" : header->value.c_str();
}

uint64_t aex_http_request_body_bytes(const aex_http_request* request) {
  return request == nullptr ? 0 : request->exchange.request().body_bytes;
}

aex_code aex_http_request_read(size_t* out, aex_http_request* request, void* buffer,
                               size_t capacity, aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {request, "request"}, {buffer, "buffer"}}));
    AEX_CHECK(request->tell());
    const size_t got = request->exchange.give(static_cast<uint8_t*>(buffer), capacity);
    AEX_CHECK(outcome(got != aex::net::Exchange::kNothing, request->exchange));
    request->sent_bytes += got;
    *out = got;
    return {};
  });
}

aex_code aex_http_request_check(aex_http_request* request, aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{request, "request"}}));
    return request->tell();
  });
}

aex_code aex_http_response_set_status(aex_http_response* response, int32_t status,
                                      aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{response, "response"}}));
    if (status < 100 || status > 999) {
      return aex::Error(aex::Code::invalid_argument, {"status was ", aex::decimal(status)});
    }
    aex::net::Exchange& exchange = response->request.exchange;
    const std::string line = aex::concat({"HTTP/1.1 ", aex::decimal(status), " \r\n"});
    return outcome(exchange.take_header(line), exchange);
  });
}

aex_code aex_http_response_add_header(aex_http_response* response, const char* name,
                                      const char* value, aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{response, "response"}, {name, "name"}, {value, "value"}}));
    aex::net::Exchange& exchange = response->request.exchange;
    const std::string line = aex::concat({name, ": ", value, "\r\n"});
    return outcome(exchange.take_header(line), exchange);
  });
}

aex_code aex_http_response_write(aex_http_response* response, const void* bytes, size_t size,
                                 aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{response, "response"}, {size == 0 ? response : bytes, "bytes"}}));
    aex::net::Exchange& exchange = response->request.exchange;
    const aex::ByteView part(static_cast<const uint8_t*>(bytes), size);
    AEX_CHECK(outcome(exchange.take_body(part), exchange));
    return response->request.tell();
  });
}

void aex_http_response_fail(aex_http_response* response, const char* detail) {
  if (response == nullptr) return;
  (void)guard(nullptr, [&]() -> aex::Status {
    response->reason = aex::capi::text_or_empty(detail);
    return {};
  });
}
