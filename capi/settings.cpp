#include "atlasexplorer/settings.h"

#include "capi/session/handles.hpp"

namespace aex::capi {
namespace {

AEX_OPTIONS_LAYOUT(aex_settings_options, log);

template <class Text>
void give(std::optional<Text>& field, const char* text) {
  if (text != nullptr) field.emplace(text);
}

config::Given to_given(const aex_settings_options& options) {
  config::Given given;
  give(given.api_key, options.api_key);
  give(given.channel, options.channel);
  give(given.region, options.region);
  give(given.global_api, options.global_api);
  give(given.ca_file, options.ca_file);
  give(given.package_format, options.package_format);
  give(given.log, options.log);
  return given;
}

const char* row_text(const aex_settings* settings, size_t index,
                     std::string config::Shown::*member) {
  if (settings == nullptr || index >= settings->rows.size()) return "";
  return (settings->rows[index].*member).c_str();
}

const char* text(const aex_settings* settings, std::string config::Settings::*member) {
  return settings == nullptr ? "" : (settings->settings.*member).c_str();
}

}  // namespace
}  // namespace aex::capi

using aex::config::Settings;
using aex::config::Shown;

aex_code aex_settings_load(aex_settings** out, const aex_settings_options* given,
                           aex_error** error) {
  using namespace aex::capi;
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{out, "out"}}));
    AEX_TRY(const aex_settings_options& options, read_options(given, "given"));
    AEX_TRY(Settings settings, aex::config::load(aex::os::system_files(), to_given(options)));
    std::vector<Shown> rows = aex::config::show(settings);
    *out = new aex_settings{std::move(settings), std::move(rows), aex::config::settings_path()};
    return {};
  });
}

void aex_settings_free(aex_settings* settings) { delete settings; }

aex_code aex_settings_save(const aex_settings* settings, aex_error** error) {
  using namespace aex::capi;
  return guard(error, [&]() -> aex::Status {
    AEX_CHECK(require({{settings, "settings"}}));
    return aex::config::save(aex::os::system_files(), settings->settings);
  });
}

const char* aex_settings_path(const aex_settings* settings) {
  return settings == nullptr ? "" : settings->path.c_str();
}

int32_t aex_settings_has_credentials(const aex_settings* settings) {
  return settings != nullptr && settings->settings.has_credentials() ? 1 : 0;
}

const char* aex_settings_api_key(const aex_settings* settings) {
  return settings == nullptr ? "" : settings->settings.api_key.reveal().c_str();
}

const char* aex_settings_channel(const aex_settings* settings) {
  return aex::capi::text(settings, &Settings::channel);
}

const char* aex_settings_region(const aex_settings* settings) {
  return aex::capi::text(settings, &Settings::region);
}

const char* aex_settings_global_api(const aex_settings* settings) {
  return aex::capi::text(settings, &Settings::global_api);
}

const char* aex_settings_ca_file(const aex_settings* settings) {
  return aex::capi::text(settings, &Settings::ca_file);
}

const char* aex_settings_extension_version(const aex_settings* settings) {
  return aex::capi::text(settings, &Settings::extension_version);
}

const char* aex_settings_package_format(const aex_settings* settings) {
  constexpr const char* kNames[] = {"auto", "v1", "v2"};
  return settings == nullptr ? "" : kNames[size_t(settings->settings.package_format)];
}

aex_log_level aex_settings_log_level(const aex_settings* settings) {
  return settings == nullptr ? AEX_LOG_OFF : aex_log_level(settings->settings.log);
}

size_t aex_settings_row_count(const aex_settings* settings) {
  return settings == nullptr ? 0 : settings->rows.size();
}

const char* aex_settings_row_name(const aex_settings* settings, size_t index) {
  return aex::capi::row_text(settings, index, &Shown::name);
}

const char* aex_settings_row_value(const aex_settings* settings, size_t index) {
  return aex::capi::row_text(settings, index, &Shown::value);
}

const char* aex_settings_row_origin(const aex_settings* settings, size_t index) {
  return aex::capi::row_text(settings, index, &Shown::origin);
}
