/** Answers in the two tongues of the protocol: JSON from the API, XML from the object store. */
#pragma once

#include <string>
#include <string_view>

#include "codec/json.hpp"
#include "gateway/http/message.hpp"

namespace aex::gateway {

inline Response json_reply(const codec::Json& json, int status = 200) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = json.dump();
  return response;
}

/** {"message": "…"} */
inline Response json_error(int status, std::string_view message) {
  codec::Json json = codec::Json::object();
  json.add("message", message);
  return json_reply(json, status);
}

/** As an object store says it. `code` and `message` are constants that need no escaping. */
inline Response xml_error(int status, const char* code, const char* message) {
  Response response;
  response.status = status;
  response.content_type = "application/xml";
  response.body = std::string("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>") + code +
                  "</Code><Message>" + message + "</Message></Error>";
  return response;
}

/** 503 until there is room again. */
inline Response busy(Response response, unsigned retry_after_s = 5) {
  response.headers.push_back({"Retry-After", std::to_string(retry_after_s)});
  return response;
}

}  // namespace aex::gateway
