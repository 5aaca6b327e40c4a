/** A transport of the host program that answers by path: the C hook as a program would use it. */
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "owned.hpp"

namespace aex::testing {

class Host {
 public:
  struct Reply {
    int status = 200;
    std::string body;
    std::map<std::string, std::string> headers;
    aex_code code = AEX_OK;
    std::string reason;
  };

  /** The table for aex_client_options; this object must outlive the client. */
  aex_transport table() {
    aex_transport made = AEX_TRANSPORT_INIT;
    made.perform = &Host::perform;
    made.release = [](void* self) { ++static_cast<Host*>(self)->released; };
    made.payload = this;
    return made;
  }

  std::map<std::string, Reply> replies; /**< by the end of the URL's path */
  std::vector<std::string> asked;       /**< "GET https://…" */
  std::string sent;                     /**< headers and body of the last request */
  std::function<void()> before;         /**< run at the start of each request */
  int released = 0;

 private:
  static aex_code perform(aex_http_request* request, aex_http_response* response, void* payload) {
    Host& self = *static_cast<Host*>(payload);
    if (self.before) self.before();
    const std::string url = aex_http_request_url(request);
    self.asked.push_back(std::string(aex_http_request_method(request)) + " " + url);
    const aex_code read = self.read(request);
    return read != AEX_OK ? read : self.answer(self.reply_to(url), response);
  }

  aex_code read(aex_http_request* request) {
    sent.clear();
    for (size_t i = 0; i < aex_http_request_header_count(request); ++i) {
      sent += std::string(aex_http_request_header_name(request, i)) + "=" +
              aex_http_request_header_value(request, i) + "\n";
    }
    if (aex_http_request_body_bytes(request) == 0) return aex_http_request_check(request, nullptr);
    char part[7];
    for (size_t got = 1; got != 0;) {
      const aex_code code = aex_http_request_read(&got, request, part, sizeof part, nullptr);
      if (code != AEX_OK) return code;
      sent.append(part, got);
    }
    return AEX_OK;
  }

  Reply reply_to(const std::string& url) const {
    const std::string path = url.substr(0, url.find('?'));
    for (const auto& [end, reply] : replies) {
      if (path.size() >= end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0)
        return reply;
    }
    return {404, "", {}, AEX_OK, ""};
  }

  static aex_code answer(const Reply& reply, aex_http_response* response) {
    if (!reply.reason.empty()) aex_http_response_fail(response, reply.reason.c_str());
    if (reply.code != AEX_OK) return reply.code;
    aex_code code = aex_http_response_set_status(response, reply.status, nullptr);
    for (const auto& [name, value] : reply.headers) {
      if (code != AEX_OK) return code;
      code = aex_http_response_add_header(response, name.c_str(), value.c_str(), nullptr);
    }
    if (code != AEX_OK) return code;
    return aex_http_response_write(response, reply.body.data(), reply.body.size(), nullptr);
  }
};

/** A cloud client over `host`. */
inline void open_client(Owned<aex_client>& client, Host& host) {
  Owned<aex_settings> settings;
  load_settings(settings, "https://service.test");
  const aex_transport table = host.table();
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.transport = &table;
  Failure error;
  ASSERT_FINE(aex_client_new(&client, settings, &options, &error));
}

inline void open_local_client(Owned<aex_client>& client) {
  Owned<aex_settings> settings;
  load_settings(settings, nullptr);
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.backend = AEX_BACKEND_LOCAL;
  Failure error;
  ASSERT_FINE(aex_client_new(&client, settings, &options, &error));
}

}  // namespace aex::testing
