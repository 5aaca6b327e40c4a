/** A transport that answers from a list and remembers what it was asked. For single calls and
 *  injected faults; whole runs are tested over real sockets. */
#pragma once

#include <deque>

#include "net/http.hpp"

namespace aex::testing {

class ScriptedTransport final : public net::Transport {
 public:
  struct Asked {
    net::Method method;
    std::string url;
    std::vector<net::Header> headers;
    std::string body;
    bool has_meanwhile = false;
  };
  struct Reply {
    int status = 200;
    std::string body;
    Code failure = Code::ok;
  };

  Result<net::Response> perform(const net::Request& request, Sink& body, Control&) override {
    Asked asked = {request.method, request.url, request.headers, "", false};
    if (request.body != nullptr) {
      MemorySink sent(64u << 20);
      AEX_CHECK(copy(*request.body, sent));
      asked.body = sent.text();
    }
    asked.has_meanwhile = bool(request.meanwhile);
    if (request.meanwhile) request.meanwhile();
    seen.push_back(std::move(asked));
    if (replies.empty()) return Error(Code::internal, "the script has ended");
    const Reply reply = replies.front();
    replies.pop_front();
    if (reply.failure != Code::ok) return Error(reply.failure, "scripted");
    AEX_CHECK(body.write(ByteView(reply.body)));
    net::Response response;
    response.status = reply.status;
    response.body_bytes = reply.body.size();
    return response;
  }

  std::deque<Reply> replies;
  std::vector<Asked> seen;
};

inline std::string header_text(const ScriptedTransport::Asked& asked) {
  std::string text;
  for (const net::Header& header : asked.headers) text += header.name + '=' + header.value + ' ';
  return text;
}

}  // namespace aex::testing
