/** What the tests of the transport share: one call, with its answer at hand. */
#pragma once

#include <gtest/gtest.h>

#include "net/http.hpp"

namespace aex::net {

struct Answer {
  Result<Response> response;
  std::string body;

  Code code() const { return response.ok() ? Code::ok : response.error().code(); }
  std::string message() const { return response.ok() ? "" : response.error().message(); }
};

inline std::unique_ptr<Transport> transport(const TransportOptions& options = {}) {
  Result<std::unique_ptr<Transport>> made = curl_transport(options);
  EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message());
  return made.ok() ? std::move(made).value() : nullptr;
}

inline Answer perform(Transport& transport, const Request& request, Control& control) {
  MemorySink sink(64 * 1024 * 1024);
  Result<Response> response = transport.perform(request, sink, control);
  return {std::move(response), std::string(sink.text())};
}

inline Answer perform(Transport& transport, const Request& request) {
  Control control;
  return perform(transport, request, control);
}

inline Request get(std::string url, std::vector<Header> headers = {}) {
  Request request;
  request.url = std::move(url);
  request.headers = std::move(headers);
  return request;
}

inline Request post(std::string url, std::vector<Header> headers = {}) {
  Request request = get(std::move(url), std::move(headers));
  request.method = Method::post;
  return request;
}

/** `source` is borrowed. */
inline Request put(std::string url, Source& source, std::uint64_t bytes) {
  Request request = get(std::move(url), {{"Content-Type", "application/octet-stream"}});
  request.method = Method::put;
  request.body = &source;
  request.body_bytes = bytes;
  request.stage = Stage::upload;
  return request;
}

}  // namespace aex::net
