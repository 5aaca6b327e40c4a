#include "cloud/api.hpp"

#include <algorithm>

#include "codec/json.hpp"
#include "net/url.hpp"

namespace aex::cloud {
namespace {

using codec::Json;
using codec::JsonNode;
using net::Header;
using net::Method;

constexpr std::size_t kMaxAnswerBytes = 8u << 20;

std::string origin_of(const std::string& url) {
  const Result<net::Url> parsed = net::parse_url(url);
  return parsed.ok() ? parsed.value().origin() : "the service";
}

Error invalid_answer(Piece host, Piece call, Piece why) {
  return {Code::gateway_answer_invalid, {host, " answered ", call, " with ", why}};
}

/** What a status that is not 2xx means for a call with the API key. */
Error refusal(int http_status, Piece host, Piece call) {
  const bool is_busy = http_status == 429 || http_status >= 500;
  const bool is_unknown = http_status == 401 || http_status == 403;
  return {is_busy      ? Code::gateway_busy
          : is_unknown ? Code::not_authorised
                       : Code::gateway_refused,
          {host, " answered ", call, " with HTTP ", decimal(http_status)},
          http_status};
}

/** What a call goes over. */
struct Line {
  net::Transport& transport;
  net::Retrier& retrier;
};

/** Headers with the API key among them. */
struct KeyedHeaders {
  std::vector<Header>& fields;
  ~KeyedHeaders() {
    for (Header& field : fields) wipe(field.value.data(), field.value.size());
  }
};

Result<RawAnswer> call(Line line, Method method, const std::string& base, Piece path,
                       std::vector<Header> headers, Control& control) {
  AEX_CHECK(control.report(Stage::gateway, 0, 0));
  net::Request request;
  request.method = method;
  request.url = concat({base, path});
  request.headers = std::move(headers);
  const KeyedHeaders wiped = {request.headers};
  const net::RetryRule& rule = method == Method::get ? net::kRetryIdempotent : net::kRetryUnsent;
  for (int tries = 1;; ++tries) {
    MemorySink body(kMaxAnswerBytes);
    const Result<net::Response> response = line.transport.perform(request, body, control);
    if (line.retrier.again(rule, response, tries, request.stage, control)) continue;
    AEX_CHECK(control.check());
    if (!response.ok()) return from_host(response.error(), origin_of(base));
    return RawAnswer{response.value().status, origin_of(base), std::string(body.text())};
  }
}

/** The answer of a call that must succeed and give JSON. */
Result<Json> json_of(const RawAnswer& answer, Piece path) {
  if (answer.http_status / 100 != 2) return refusal(answer.http_status, answer.host, path);
  Result<Json> json = Json::parse(answer.text);
  if (!json.ok()) return invalid_answer(answer.host, path, "what is not JSON");
  return json;
}

Header key_header(const config::Settings& settings) {
  return {"apikey", settings.api_key.reveal()};
}

package::Core core_of(JsonNode entry) {
  package::Core core;
  core.name = entry["name"].text();
  core.xlen = int(entry["xlen"].integer());
  core.num_threads = int(entry["num_threads"].integer());
  core.num_cores = int(entry["num_cores"].integer());
  core.arch_json = entry.dump();
  return core;
}

Capabilities capabilities_of(JsonNode entry) {
  Capabilities capabilities;
  capabilities.version = entry["version"].text();
  const JsonNode arches = entry["shinro"]["arches"];
  for (JsonNode arch = arches.first(); arch.exists(); arch = arch.next()) {
    if (!arch["name"].text().empty()) capabilities.cores.push_back(core_of(arch));
  }
  const JsonNode formats = entry["packageFormats"];
  for (JsonNode format = formats.first(); format.exists(); format = format.next()) {
    capabilities.package_formats.emplace_back(format.text());
  }
  return capabilities;
}

/* The service packs this list as JSON inside a JSON string. */
Result<std::vector<std::string>> regions_of(JsonNode regions, Piece host) {
  std::vector<std::string> names;
  const Result<Json> inner = Json::parse(regions.is_string() ? regions.text() : "[]");
  if (!inner.ok()) return invalid_answer(host, "/channellist", "regions that are not JSON");
  const JsonNode list = regions.is_array() ? regions : inner.value().node();
  for (JsonNode name = list.first(); name.exists(); name = name.next()) {
    names.emplace_back(name.text());
  }
  return names;
}

std::string without_slash(std::string_view url) {
  while (!url.empty() && url.back() == '/') url.remove_suffix(1);
  return std::string(url);
}

}  // namespace

const Capabilities* Gateway::latest() const {
  for (const Capabilities& entry : capabilities) {
    if (entry.version == "latest") return &entry;
  }
  return nullptr;
}

Error from_host(const Error& error, const std::string& host) {
  const bool is_named = error.detail().find(host) != std::string::npos;
  if (error.code() != Code::transfer_too_large || is_named) return error;
  return {error.code(), {host, ": ", error.detail()}, error.http_status()};
}

Status check_given_url(const std::string& url, const std::string& host) {
  const Result<net::Url> parsed = net::parse_url(url);
  if (parsed.ok()) return {};
  const Error& why = parsed.error();
  const bool is_insecure = why.code() == Code::config_insecure_url;
  return Error(Code::gateway_answer_invalid, {host, " gave an address that is not allowed: ",
                                              is_insecure ? "plain http to " : "", why.detail()});
}

net::RetryPolicy retry_policy(const config::Patience& patience) {
  return {int(std::min<std::uint64_t>(patience.max_tries, 100)), patience.retry_first_ms,
          patience.retry_longest_ms};
}

Result<bool> Api::check_user(Control& control) {
  AEX_TRY(const RawAnswer& answer, call({*transport_, retrier_}, Method::get, settings_.global_api,
                                        "/user", {key_header(settings_)}, control));
  if (answer.http_status == 200) return true;
  const Error error = refusal(answer.http_status, answer.host, "/user");
  if (error.code() == Code::gateway_busy) return error;
  return false;
}

Result<std::vector<Channel>> Api::list_channels(Control& control) {
  AEX_TRY(const RawAnswer& answer,
          call({*transport_, retrier_}, Method::get, settings_.global_api, "/channellist",
               {key_header(settings_), {"extversion", settings_.extension_version}}, control));
  AEX_TRY(const Json& json, json_of(answer, "/channellist"));
  std::vector<Channel> channels;
  for (JsonNode entry = json["channels"].first(); entry.exists(); entry = entry.next()) {
    AEX_TRY(std::vector<std::string> regions, regions_of(entry["regions"], answer.host));
    channels.push_back({std::string(entry["name"].text()), std::move(regions)});
  }
  return channels;
}

Result<std::string> Api::find_gateway(Control& control) {
  AEX_CHECK(config::require_credentials(settings_));
  const std::string place = concat({"channel ", settings_.channel, ", region ", settings_.region});
  AEX_TRY(
      const RawAnswer& answer,
      call({*transport_, retrier_}, Method::get, settings_.global_api, "/gwbychannelregion",
           {key_header(settings_), {"channel", settings_.channel}, {"region", settings_.region}},
           control));
  if (answer.http_status == 404) {
    return Error(Code::gateway_unknown, {answer.host, " knows none for ", place}, 404);
  }
  AEX_TRY(const Json& json, json_of(answer, "/gwbychannelregion"));
  const std::string endpoint = without_slash(json["endpoint"].text());
  if (endpoint.empty()) {
    return Error(Code::gateway_unknown, {answer.host, " names none for ", place});
  }
  AEX_CHECK(check_given_url(endpoint, answer.host));
  return endpoint;
}

Result<RawAnswer> Api::ask_worker(const std::string& endpoint, Control& control) {
  return call({*transport_, retrier_}, Method::get, endpoint, "/dataworkerstatus",
              {key_header(settings_), {"channel", settings_.channel}, {"region", settings_.region}},
              control);
}

Status read_worker(const RawAnswer& answer) {
  AEX_TRY(const Json& json, json_of(answer, "/dataworkerstatus"));
  const JsonNode status = json["status"];
  if (!status.is_bool()) return invalid_answer(answer.host, "/dataworkerstatus", "no status");
  if (!status.boolean()) return Error(Code::service_down, {answer.host, " has no worker"});
  return {};
}

Status Api::check_worker(const std::string& endpoint, Control& control) {
  AEX_TRY(const RawAnswer& answer, ask_worker(endpoint, control));
  return read_worker(answer);
}

Result<RawAnswer> Api::ask_capabilities(const std::string& endpoint, Control& control) {
  return call({*transport_, retrier_}, Method::get, endpoint, "/cloudcaps",
              {key_header(settings_), {"Content-Type", "application/json"}}, control);
}

Result<std::vector<Capabilities>> read_capabilities(const RawAnswer& answer) {
  AEX_TRY(const Json& json, json_of(answer, "/cloudcaps"));
  if (!json.node().is_array()) return invalid_answer(answer.host, "/cloudcaps", "no list");
  std::vector<Capabilities> all;
  for (JsonNode entry = json.node().first(); entry.exists(); entry = entry.next()) {
    all.push_back(capabilities_of(entry));
  }
  return all;
}

Result<std::vector<Capabilities>> Api::capabilities(const std::string& endpoint, Control& control) {
  AEX_TRY(const RawAnswer& answer, ask_capabilities(endpoint, control));
  return read_capabilities(answer);
}

Result<RawAnswer> Api::ask_ticket(const std::string& endpoint, const std::string& uuid,
                                  const std::string& name, const std::string& core,
                                  Control& control) {
  return call({*transport_, retrier_}, Method::post, endpoint, "/createsignedurls",
              {key_header(settings_),
               {"channel", settings_.channel},
               {"exp-uuid", uuid},
               {"workload", name},
               {"core", core},
               {"action", "experiment"}},
              control);
}

Result<Ticket> Api::create_ticket(const std::string& endpoint, const package::Manifest& manifest,
                                  Control& control) {
  AEX_TRY(const RawAnswer& answer,
          ask_ticket(endpoint, manifest.uuid, manifest.name, manifest.core.name, control));
  AEX_TRY(const Json& json, json_of(answer, "/createsignedurls"));
  Ticket ticket;
  ticket.package_url = Secret(json["exppackageurl"].text());
  ticket.status_url = Secret(json["statusget"].text());
  ticket.public_key_pem = json["publicKey"].text();
  if (ticket.package_url.empty() || ticket.status_url.empty() || ticket.public_key_pem.empty()) {
    return invalid_answer(answer.host, "/createsignedurls",
                          "no exppackageurl, statusget or publicKey");
  }
  AEX_CHECK(check_given_url(ticket.package_url.reveal(), answer.host));
  AEX_CHECK(check_given_url(ticket.status_url.reveal(), answer.host));
  return ticket;
}

}  // namespace aex::cloud
