#include "atlasexplorer/service.h"

#include "capi/session/call.hpp"
#include "capi/session/handles.hpp"
#include "cloud/transfer.hpp"
#include "net/url.hpp"

using namespace aex::capi;
using aex::Control;
using aex::Status;
using aex::cloud::Capabilities;
using aex::cloud::Channel;
using aex::cloud::RawAnswer;
using Service = Session::Service;

struct aex_channels {
  std::vector<Channel> channels;
};

struct aex_gateway {
  std::shared_ptr<Session> session;
  std::string url;
};

struct aex_answer {
  int32_t http_status;
  aex::Secret text;
};

struct aex_capabilities {
  std::vector<Capabilities> entries;
};

namespace {

const Channel* channel_at(const aex_channels* channels, size_t index) {
  return index < aex_channels_count(channels) ? &channels->channels[index] : nullptr;
}

const Capabilities* entry_at(const aex_capabilities* capabilities, size_t index) {
  return index < aex_capabilities_count(capabilities) ? &capabilities->entries[index] : nullptr;
}

aex_answer* to_c(const RawAnswer& answer) {
  return new aex_answer{answer.http_status, aex::Secret(answer.text)};
}

/* Runs one call of the service, `body(service, control)`. */
template <class Body>
Status with_service(Session& session, const aex_call_options* options, Body&& body) {
  AEX_TRY(const aex_call_options& known, read_options(options, "options"));
  Call call(known);
  AEX_TRY(Service service, session.service());
  return body(service, call.control());
}

}  // namespace

aex_code aex_client_check_key(int32_t* out, aex_client* client, const aex_call_options* options,
                              aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}}));
    return with_service(*client->session, options,
                        [&](Service& service, Control& control) -> Status {
                          AEX_TRY(const bool is_valid, service->check_user(control));
                          *out = is_valid ? 1 : 0;
                          return {};
                        });
  });
}

aex_code aex_client_channels(aex_channels** out, aex_client* client,
                             const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}}));
    return with_service(*client->session, options,
                        [&](Service& service, Control& control) -> Status {
                          AEX_TRY(std::vector<Channel> channels, service->list_channels(control));
                          *out = new aex_channels{std::move(channels)};
                          return {};
                        });
  });
}

void aex_channels_free(aex_channels* channels) { delete channels; }

size_t aex_channels_count(const aex_channels* channels) {
  return channels == nullptr ? 0 : channels->channels.size();
}

const char* aex_channels_name(const aex_channels* channels, size_t index) {
  const Channel* channel = channel_at(channels, index);
  return channel == nullptr ? "" : channel->name.c_str();
}

size_t aex_channels_region_count(const aex_channels* channels, size_t index) {
  const Channel* channel = channel_at(channels, index);
  return channel == nullptr ? 0 : channel->regions.size();
}

const char* aex_channels_region(const aex_channels* channels, size_t index, size_t region) {
  const bool exists = region < aex_channels_region_count(channels, index);
  return exists ? channels->channels[index].regions[region].c_str() : "";
}

aex_code aex_client_gateway(aex_gateway** out, aex_client* client, const aex_call_options* options,
                            aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}}));
    return with_service(*client->session, options,
                        [&](Service& service, Control& control) -> Status {
                          AEX_TRY(std::string url, service->find_gateway(control));
                          service.learn(url);
                          *out = new aex_gateway{client->session, std::move(url)};
                          return {};
                        });
  });
}

void aex_gateway_free(aex_gateway* gateway) { delete gateway; }

const char* aex_gateway_url(const aex_gateway* gateway) {
  return gateway == nullptr ? "" : gateway->url.c_str();
}

aex_code aex_gateway_check_worker(aex_gateway* gateway, const aex_call_options* options,
                                  aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{gateway, "gateway"}}));
    return with_service(*gateway->session, options,
                        [&](Service& service, Control& control) -> Status {
                          AEX_CHECK(service->check_worker(gateway->url, control));
                          if (auto* known = service.known(gateway->url)) known->has_worker = true;
                          return {};
                        });
  });
}

aex_code aex_gateway_capabilities(aex_capabilities** out, aex_gateway* gateway,
                                  const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {gateway, "gateway"}}));
    return with_service(
        *gateway->session, options, [&](Service& service, Control& control) -> Status {
          AEX_TRY(std::vector<Capabilities> entries, service->capabilities(gateway->url, control));
          if (auto* known = service.known(gateway->url)) known->capabilities = entries;
          *out = new aex_capabilities{std::move(entries)};
          return {};
        });
  });
}

void aex_capabilities_free(aex_capabilities* capabilities) { delete capabilities; }

size_t aex_capabilities_count(const aex_capabilities* capabilities) {
  return capabilities == nullptr ? 0 : capabilities->entries.size();
}

const char* aex_capabilities_version(const aex_capabilities* capabilities, size_t index) {
  const Capabilities* entry = entry_at(capabilities, index);
  return entry == nullptr ? "" : entry->version.c_str();
}

size_t aex_capabilities_core_count(const aex_capabilities* capabilities, size_t index) {
  const Capabilities* entry = entry_at(capabilities, index);
  return entry == nullptr ? 0 : entry->cores.size();
}

const aex_core* aex_capabilities_core(const aex_capabilities* capabilities, size_t index,
                                      size_t core) {
  const bool exists = core < aex_capabilities_core_count(capabilities, index);
  return exists ? to_c(capabilities->entries[index].cores[core]) : nullptr;
}

size_t aex_capabilities_format_count(const aex_capabilities* capabilities, size_t index) {
  const Capabilities* entry = entry_at(capabilities, index);
  return entry == nullptr ? 0 : entry->package_formats.size();
}

const char* aex_capabilities_format(const aex_capabilities* capabilities, size_t index,
                                    size_t format) {
  const bool exists = format < aex_capabilities_format_count(capabilities, index);
  return exists ? capabilities->entries[index].package_formats[format].c_str() : "";
}

aex_code aex_gateway_at(aex_gateway** out, aex_client* client, const char* url, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}, {url, "url"}}));
    AEX_CHECK(aex::net::parse_url(url));
    std::string base = url;
    base.erase(base.find_last_not_of('/') + 1);
    *out = new aex_gateway{client->session, std::move(base)};
    return {};
  });
}

void aex_answer_free(aex_answer* answer) { delete answer; }

int32_t aex_answer_http_status(const aex_answer* answer) {
  return answer == nullptr ? 0 : answer->http_status;
}

const char* aex_answer_text(const aex_answer* answer) {
  return answer == nullptr ? "" : answer->text.reveal().c_str();
}

aex_code aex_gateway_ask_worker(aex_answer** out, aex_gateway* gateway,
                                const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {gateway, "gateway"}}));
    return with_service(
        *gateway->session, options, [&](Service& service, Control& control) -> Status {
          AEX_TRY(const RawAnswer& answer, service->ask_worker(gateway->url, control));
          auto* known = service.known(gateway->url);
          if (known != nullptr) known->has_worker = aex::cloud::read_worker(answer).ok();
          *out = to_c(answer);
          return {};
        });
  });
}

aex_code aex_gateway_ask_capabilities(aex_answer** out, aex_gateway* gateway,
                                      const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {gateway, "gateway"}}));
    return with_service(
        *gateway->session, options, [&](Service& service, Control& control) -> Status {
          AEX_TRY(const RawAnswer& answer, service->ask_capabilities(gateway->url, control));
          auto read = aex::cloud::read_capabilities(answer);
          auto* known = service.known(gateway->url);
          if (known != nullptr && read.ok()) known->capabilities = std::move(read).value();
          *out = to_c(answer);
          return {};
        });
  });
}

aex_code aex_gateway_ask_signed_urls(aex_answer** out, aex_gateway* gateway, const char* uuid,
                                     const char* name, const char* core,
                                     const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require(
        {{out, "out"}, {gateway, "gateway"}, {uuid, "uuid"}, {name, "name"}, {core, "core"}}));
    return with_service(*gateway->session, options,
                        [&](Service& service, Control& control) -> Status {
                          AEX_TRY(const RawAnswer& answer,
                                  service->ask_ticket(gateway->url, uuid, name, core, control));
                          *out = to_c(answer);
                          return {};
                        });
  });
}

aex_code aex_client_upload(aex_client* client, const char* url, const char* path,
                           const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{client, "client"}, {url, "url"}, {path, "path"}}));
    return with_service(
        *client->session, options, [&](Service& service, Control& control) -> Status {
          AEX_CHECK(aex::cloud::upload_file(path, aex::Secret(url), service->transport(),
                                            system_effects().files, control));
          return {};
        });
  });
}

aex_code aex_client_ask_status(aex_answer** out, aex_client* client, const char* url,
                               const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}, {url, "url"}}));
    return with_service(
        *client->session, options, [&](Service& service, Control& control) -> Status {
          AEX_TRY(const RawAnswer& answer,
                  aex::cloud::ask_raw_status(aex::Secret(url), service->transport(), control));
          *out = to_c(answer);
          return {};
        });
  });
}

aex_code aex_client_download(aex_client* client, const char* url, const char* path,
                             const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> Status {
    AEX_CHECK(require({{client, "client"}, {url, "url"}, {path, "path"}}));
    AEX_TRY(const aex_call_options& known, read_options(options, "options"));
    Call call(known);
    AEX_CHECK(client->session->download(aex::Secret(url), path, call.control()));
    return {};
  });
}
