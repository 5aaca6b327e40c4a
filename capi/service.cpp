#include "atlasexplorer/service.h"

#include "capi/session/call.hpp"
#include "capi/session/handles.hpp"

using namespace aex::capi;
using aex::cloud::Capabilities;
using aex::cloud::Channel;

struct aex_channels {
  std::vector<Channel> channels;
};

struct aex_gateway {
  std::shared_ptr<Session> session;
  std::string url;
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

}  // namespace

aex_code aex_client_check_key(int32_t* out, aex_client* client, const aex_call_options* options,
                              aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}}));
    AEX_TRY(const aex_call_options known, read_options(options, "options"));
    Call call(known);
    AEX_TRY(Session::Service service, client->session->service());
    AEX_TRY(const bool is_valid, service->check_user(call.control()));
    *out = is_valid ? 1 : 0;
    return {};
  });
}

aex_code aex_client_channels(aex_channels** out, aex_client* client,
                             const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}}));
    AEX_TRY(const aex_call_options known, read_options(options, "options"));
    Call call(known);
    AEX_TRY(Session::Service service, client->session->service());
    AEX_TRY(std::vector<Channel> channels, service->list_channels(call.control()));
    *out = new aex_channels{std::move(channels)};
    return {};
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
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {client, "client"}}));
    AEX_TRY(const aex_call_options known, read_options(options, "options"));
    Call call(known);
    AEX_TRY(Session::Service service, client->session->service());
    AEX_TRY(std::string url, service->find_gateway(call.control()));
    *out = new aex_gateway{client->session, std::move(url)};
    return {};
  });
}

void aex_gateway_free(aex_gateway* gateway) { delete gateway; }

const char* aex_gateway_url(const aex_gateway* gateway) {
  return gateway == nullptr ? "" : gateway->url.c_str();
}

aex_code aex_gateway_check_worker(aex_gateway* gateway, const aex_call_options* options,
                                  aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{gateway, "gateway"}}));
    AEX_TRY(const aex_call_options known, read_options(options, "options"));
    Call call(known);
    AEX_TRY(Session::Service service, gateway->session->service());
    return service->check_worker(gateway->url, call.control());
  });
}

aex_code aex_gateway_capabilities(aex_capabilities** out, aex_gateway* gateway,
                                  const aex_call_options* options, aex_error** error) {
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}, {gateway, "gateway"}}));
    AEX_TRY(const aex_call_options known, read_options(options, "options"));
    Call call(known);
    AEX_TRY(Session::Service service, gateway->session->service());
    AEX_TRY(std::vector<Capabilities> entries, service->capabilities(gateway->url, call.control()));
    *out = new aex_capabilities{std::move(entries)};
    return {};
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
