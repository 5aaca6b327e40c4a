#include "gateway/endpoints/catalog.hpp"

#include <algorithm>

namespace aex::gateway {
namespace {

/** "latest", and a fixed one for those who pin what they measure with. */
constexpr const char* kToolsVersions[] = {"latest", "ST-2026-01-01-000000"};

bool is_header_text(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

Result<Catalog> Catalog::from(const std::vector<std::string>& channels,
                              std::vector<package::Core> cores) {
  Catalog catalog;
  for (const std::string& given : channels) {
    const std::size_t colon = given.find(':');
    const std::string name = given.substr(0, colon);
    const std::string region = colon == std::string::npos ? "" : given.substr(colon + 1);
    if (!is_header_text(name) || !is_header_text(region)) {
      return Error(Code::invalid_argument, "'" + given + "' is not CHANNEL:REGION");
    }
    if (catalog.find(name) == nullptr) catalog.channels_.push_back({name, {}});
    for (Channel& channel : catalog.channels_) {
      if (channel.name == name) channel.regions.push_back(region);
    }
  }
  if (catalog.channels_.empty()) return Error(Code::invalid_argument, "no channel is served");
  if (cores.empty()) return Error(Code::invalid_argument, "no core is offered");
  catalog.cores_ = std::move(cores);
  return catalog;
}

const Catalog::Channel* Catalog::find(std::string_view channel) const {
  for (const Channel& known : channels_) {
    if (known.name == channel) return &known;
  }
  return nullptr;
}

bool Catalog::has_channel(std::string_view channel) const { return find(channel) != nullptr; }

bool Catalog::has_region(std::string_view channel, std::string_view region) const {
  const Channel* known = find(channel);
  return known != nullptr &&
         std::find(known->regions.begin(), known->regions.end(), region) != known->regions.end();
}

bool Catalog::has_core(std::string_view name) const {
  return std::any_of(cores_.begin(), cores_.end(),
                     [name](const package::Core& core) { return core.name == name; });
}

codec::Json Catalog::channel_list() const {
  codec::Json list = codec::Json::array();
  for (const Channel& channel : channels_) {
    codec::Json regions = codec::Json::array();
    for (const std::string& region : channel.regions) regions.add("", region);
    codec::Json entry = codec::Json::object();
    entry.add("name", channel.name).add("regions", regions.dump());
    list.add("", std::move(entry));
  }
  codec::Json answer = codec::Json::object();
  answer.add("channels", std::move(list));
  return answer;
}

Result<codec::Json> Catalog::capabilities(int result_version) const {
  codec::Json arches = codec::Json::array();
  for (const package::Core& core : cores_) {
    AEX_TRY(codec::Json arch, codec::Json::parse(core.arch_json));
    arches.add("", std::move(arch));
  }
  codec::Json answer = codec::Json::array();
  for (const char* version : kToolsVersions) {
    codec::Json formats = codec::Json::array();
    formats.add("", "v1");
    if (result_version == 2) formats.add("", "v2");
    codec::Json shinro = codec::Json::object();
    shinro.add_copy("arches", arches.node());
    codec::Json entry = codec::Json::object();
    entry.add("version", version)
        .add("shinro", std::move(shinro))
        .add("packageFormats", std::move(formats));
    answer.add("", std::move(entry));
  }
  return answer;
}

}  // namespace aex::gateway
