#include "gateway/endpoints/api.hpp"

#include "gateway/http/replies.hpp"
#include "package/manifest.hpp"

namespace aex::gateway {
namespace {

std::string_view header(const Request& request, const char* name) {
  return request.header(name).value_or(std::string_view());
}

Response not_allowed(const char* allowed) {
  Response response = json_error(405, std::string("Only ") + allowed + " is allowed here");
  response.headers.push_back({"Allow", allowed});
  return response;
}

/** The first of the named headers that is missing or empty; nullptr if none is. */
const char* missing_header(const Request& request, const std::vector<const char*>& names) {
  for (const char* name : names) {
    if (header(request, name).empty()) return name;
  }
  return nullptr;
}

bool has_body(const Request& request) {
  return request.header("transfer-encoding").has_value() ||
         header(request, "content-length").find_first_not_of('0') != std::string_view::npos;
}

/** What is wrong with a request for an experiment; nullptr if nothing is. */
const char* fault(const Request& request, const Catalog& catalog) {
  if (has_body(request)) return "This request has no body";
  if (header(request, "action") != "experiment") return "The action is not known";
  if (!catalog.has_channel(header(request, "channel"))) return "The channel is not served";
  if (!is_experiment_id(header(request, "exp-uuid"))) {
    return "The header 'exp-uuid' is not fit for an experiment";
  }
  if (!package::check_name(std::string(header(request, "workload"))).ok()) {
    return "The header 'workload' is not a name for an experiment";
  }
  return catalog.has_core(header(request, "core")) ? nullptr : "The core is not offered";
}

}  // namespace

struct Api::Endpoint {
  const char* path;
  const char* method;
  std::vector<const char*> headers; /**< must be there, besides `apikey` */
  Response (Api::*answer)(const Request& request);
};

const std::vector<Api::Endpoint>& Api::endpoints() {
  static const std::vector<Endpoint> kEndpoints = {
      {"/user", "GET", {}, &Api::user},
      {"/channellist", "GET", {}, &Api::channel_list},
      {"/gwbychannelregion", "GET", {"channel", "region"}, &Api::gateway_by_channel},
      {"/dataworkerstatus", "GET", {"channel", "region"}, &Api::worker_status},
      {"/cloudcaps", "GET", {}, &Api::capabilities},
      {"/createsignedurls",
       "POST",
       {"channel", "exp-uuid", "workload", "core", "action"},
       &Api::create_urls},
  };
  return kEndpoints;
}

void Api::completed(const std::string& method, const std::string& path, int status,
                    std::uint64_t duration_ms) {
  parts_.journal.request(method, path, status, duration_ms);
}

Answer Api::answer(const Request& request) {
  parts_.experiments.sweep();
  Answer answer;
  if (parts_.objects.base_url().empty()) {
    answer.response = busy(json_error(503, "The gateway is starting"));
    return answer;
  }
  if (auto object = parts_.objects.answer(request)) return *std::move(object);
  for (const Endpoint& endpoint : endpoints()) {
    if (request.path() != endpoint.path) continue;
    answer.response = call(endpoint, request);
    return answer;
  }
  answer.response = json_error(404, "Not Found");
  return answer;
}

Response Api::call(const Endpoint& endpoint, const Request& request) {
  if (request.method() != endpoint.method) return not_allowed(endpoint.method);
  if (!parts_.keys.find(header(request, "apikey"))) return json_error(401, "Unauthorized");
  if (const char* missing = missing_header(request, endpoint.headers)) {
    return json_error(400, std::string("The header '") + missing + "' is missing");
  }
  return (this->*endpoint.answer)(request);
}

Response Api::user(const Request&) {
  codec::Json answer = codec::Json::object();
  answer.add("valid", true);
  return json_reply(answer);
}

Response Api::channel_list(const Request&) { return json_reply(parts_.catalog.channel_list()); }

Response Api::gateway_by_channel(const Request& request) {
  if (!parts_.catalog.has_region(header(request, "channel"), header(request, "region"))) {
    return json_error(404, "No gateway serves this channel and region");
  }
  codec::Json answer = codec::Json::object();
  answer.add("endpoint", parts_.objects.base_url());
  return json_reply(answer);
}

Response Api::worker_status(const Request& request) {
  const bool is_served =
      parts_.catalog.has_region(header(request, "channel"), header(request, "region"));
  codec::Json answer = codec::Json::object();
  answer.add("status", is_served && parts_.desk.is_open());
  return json_reply(answer);
}

Response Api::capabilities(const Request&) { return json_reply(capabilities_); }

Response Api::create_urls(const Request& request) {
  if (const char* wrong = fault(request, parts_.catalog)) return json_error(400, wrong);
  if (!parts_.desk.has_room()) return busy(json_error(503, "The queue is full"));
  Experiment experiment;
  experiment.id = header(request, "exp-uuid");
  experiment.name = header(request, "workload");
  experiment.core = header(request, "core");
  experiment.owner = parts_.keys.find(header(request, "apikey")).value_or(0);
  return admit(std::move(experiment));
}

Response Api::admit(Experiment experiment) {
  const std::string id = experiment.id;
  switch (parts_.experiments.admit(std::move(experiment))) {
    case Experiments::Admission::taken: return json_error(409, "The exp-uuid is taken");
    case Experiments::Admission::full: return busy(json_error(503, "Too many experiments"), 60);
    case Experiments::Admission::admitted: break;
  }
  auto urls = signed_urls(id);
  return urls.ok() ? std::move(urls).value() : json_error(500, "Internal Server Error");
}

Result<Response> Api::signed_urls(const std::string& id) {
  AEX_TRY(const std::string& package, parts_.objects.url(Purpose::package, id));
  AEX_TRY(const std::string& status, parts_.objects.url(Purpose::status, id));
  codec::Json answer = codec::Json::object();
  answer.add("exppackageurl", package).add("publicKey", public_key_pem_).add("statusget", status);
  return json_reply(answer);
}

}  // namespace aex::gateway
