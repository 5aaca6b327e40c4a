#include "gateway/endpoints/objects.hpp"

#include <charconv>

#include "gateway/http/replies.hpp"

namespace aex::gateway {
namespace {

struct ObjectPath {
  std::string id;
  Purpose purpose;
};

/** "/experiments/<id>/<purpose>" */
std::optional<ObjectPath> parse_path(std::string_view path) {
  constexpr std::string_view kRoot = "/experiments/";
  if (path.substr(0, kRoot.size()) != kRoot) return std::nullopt;
  path.remove_prefix(kRoot.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos || !is_experiment_id(path.substr(0, slash))) {
    return std::nullopt;
  }
  for (const Purpose purpose : {Purpose::package, Purpose::status, Purpose::result}) {
    if (path.substr(slash + 1) == purpose_name(purpose)) {
      return ObjectPath{std::string(path.substr(0, slash)), purpose};
    }
  }
  return std::nullopt;
}

Response no_such_key() { return xml_error(404, "NoSuchKey", "The specified key does not exist."); }

Response check(Verdict verdict) {
  if (verdict == Verdict::valid) return Response();
  return verdict == Verdict::expired
             ? xml_error(403, "AccessDenied", "Request has expired")
             : xml_error(403, "SignatureDoesNotMatch", "The signature does not match.");
}

Response code_reply(int code) {
  codec::Json status = codec::Json::object();
  status.add("code", code);
  return json_reply(status);
}

Response failed_reply(const Experiment& experiment) {
  codec::Json error = codec::Json::object();
  error.add("experiment", experiment.id).add("message", experiment.reason);
  codec::Json metadata = codec::Json::object();
  metadata.add("error", std::move(error));
  codec::Json status = codec::Json::object();
  status.add("code", 500).add("metadata", std::move(metadata));
  return json_reply(status);
}

Response ready_reply(const Experiment& experiment, const std::string& url) {
  codec::Json result = codec::Json::object();
  result.add("name", experiment.name).add("url", url).add("type", "stream");
  codec::Json metadata = codec::Json::object();
  metadata.add("result", std::move(result));
  codec::Json status = codec::Json::object();
  status.add("code", 200).add("metadata", std::move(metadata));
  return json_reply(status);
}

/** The Content-Length, if the body comes with one and not in chunks. */
std::optional<std::uint64_t> announced_bytes(const Request& request) {
  const auto text = request.header("content-length");
  if (!text || text->empty() || request.header("transfer-encoding")) return std::nullopt;
  std::uint64_t bytes = 0;
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), bytes);
  // What is over 64 bits is over every limit.
  if (parsed.ec == std::errc::result_out_of_range) return UINT64_MAX;
  if (parsed.ec != std::errc() || parsed.ptr != text->data() + text->size()) return std::nullopt;
  return bytes;
}

}  // namespace

std::string Objects::base_url() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return base_url_;
}

void Objects::publish(const std::string& base_url) {
  const std::lock_guard<std::mutex> lock(mutex_);
  base_url_ = base_url;
}

Result<std::string> Objects::url(Purpose purpose, const std::string& id) const {
  const std::uint64_t good_s =
      purpose == Purpose::package ? limits_.package_url_s : limits_.result_url_s;
  AEX_TRY(const std::string& path, signer_.sign(purpose, id, calendar_.now_s() + good_s));
  return base_url() + path;
}

std::optional<Answer> Objects::answer(const Request& request) {
  const std::optional<ObjectPath> path = parse_path(request.path());
  if (!path) return std::nullopt;
  Answer answer;
  const char* method = path->purpose == Purpose::package ? "PUT" : "GET";
  if (request.method() != method) {
    answer.response = xml_error(405, "MethodNotAllowed", "The method is not allowed here.");
    answer.response.headers.push_back({"Allow", method});
    return answer;
  }
  const Verdict verdict = signer_.check(
      path->purpose, path->id, request.parameter("expires").value_or(std::string_view()),
      request.parameter("signature").value_or(std::string_view()), calendar_.now_s());
  answer.response = check(verdict);
  if (verdict != Verdict::valid) return answer;
  switch (path->purpose) {
    case Purpose::package: answer.response = put_package(path->id, request, &answer.body); break;
    case Purpose::status: answer = get_status(path->id); break;
    case Purpose::result: answer.response = get_result(path->id); break;
  }
  return answer;
}

Response Objects::put_package(const std::string& id, const Request& request,
                              std::unique_ptr<BodyReader>* reader) {
  const std::optional<std::uint64_t> bytes = announced_bytes(request);
  if (!bytes) return xml_error(411, "MissingContentLength", "A Content-Length is required.");
  if (*bytes > limits_.max_package_bytes) {
    return xml_error(413, "EntityTooLarge", "The package is over the size limit.");
  }
  if (!experiments_.find(id)) return no_such_key();
  switch (desk_.receive(id, *bytes, reader)) {
    case Intake::taken: return Response();
    case Intake::not_awaited:
      return xml_error(409, "OperationAborted", "The package was uploaded before.");
    case Intake::busy: return busy(xml_error(503, "SlowDown", "The queue is full."));
    case Intake::failed: break;
  }
  return xml_error(500, "InternalError", "The package could not be stored.");
}

Answer Objects::get_status(const std::string& id) const {
  const std::optional<Experiment> experiment = experiments_.find(id);
  if (!experiment) return {code_reply(404), nullptr, ""};
  switch (experiment->phase) {
    case Phase::awaiting:
    case Phase::uploading: return {no_such_key(), nullptr, ""};
    case Phase::accepted: return {code_reply(100), nullptr, id};
    case Phase::failed: return {failed_reply(*experiment), nullptr, ""};
    case Phase::ready: break;
  }
  const auto result = url(Purpose::result, id);
  if (!result.ok()) {
    return {xml_error(500, "InternalError", "The address could not be signed."), nullptr, ""};
  }
  return {ready_reply(*experiment, result.value()), nullptr, ""};
}

Response Objects::get_result(const std::string& id) const {
  const std::optional<Experiment> experiment = experiments_.find(id);
  if (!experiment || experiment->phase != Phase::ready) return no_such_key();
  auto file = files_.open(experiments_.result_path(id));
  if (!file.ok()) return no_such_key();
  Response response;
  response.content_type = "application/octet-stream";
  response.stream_bytes = file.value()->size();
  response.stream = std::move(file).value();
  return response;
}

}  // namespace aex::gateway
