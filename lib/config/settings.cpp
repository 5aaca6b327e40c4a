#include "config/settings.hpp"

#include <algorithm>
#include <iterator>

#include "config/numbers.hpp"
#include "net/url.hpp"
#include "os/environment.hpp"

namespace aex::config {
namespace {

constexpr const char* kFormatNames[] = {"auto", "v1", "v2"};
constexpr const char* kLogNames[] = {"off", "error", "warning", "info", "debug"};

/** Each judges one value and takes it over; the error's detail goes on after the field's name. */
using Apply = Status (*)(const std::string& text, Settings& settings);

bool is_printable(char c) { return c >= 0x20 && c <= 0x7e; }
bool is_visible(char c) { return c > 0x20 && c <= 0x7e; }

Status invalid(const char* why) { return Error(Code::config_invalid, why); }

Status apply_key(const std::string& text, Settings& settings) {
  if (!std::all_of(text.begin(), text.end(), is_visible)) {
    return invalid("held a character that is not printable ASCII, or a space");
  }
  if (text.find(':') != std::string::npos) return invalid("held a colon");
  settings.api_key = Secret(text);
  return {};
}

Status apply_header_text(const std::string& text, std::string& out) {
  if (!std::all_of(text.begin(), text.end(), is_printable)) {
    return invalid("held a character that is not printable ASCII");
  }
  if (text.front() == ' ' || text.back() == ' ') return invalid("began or ended with a space");
  out = text;
  return {};
}

Status apply_channel(const std::string& text, Settings& settings) {
  return apply_header_text(text, settings.channel);
}

Status apply_region(const std::string& text, Settings& settings) {
  return apply_header_text(text, settings.region);
}

Status apply_version(const std::string& text, Settings& settings) {
  return apply_header_text(text, settings.extension_version);
}

Status apply_global_api(const std::string& text, Settings& settings) {
  const auto url = net::parse_url(text);
  if (!url.ok()) {
    const bool is_insecure = url.error().code() == Code::config_insecure_url;
    return Error(is_insecure ? Code::config_insecure_url : Code::config_invalid,
                 {"was refused: ", url.error().detail()});
  }
  if (text.find_first_of("?#") != std::string::npos) return invalid("held a query or a fragment");
  settings.global_api = text.substr(0, text.find_last_not_of('/') + 1);
  return {};
}

Status apply_ca_file(const std::string& text, Settings& settings) {
  if (text.find('\0') != std::string::npos) return invalid("held a zero byte");
  settings.ca_file = text;
  return {};
}

template <class Choice, std::size_t N>
Status apply_choice(const std::string& text, const char* const (&names)[N], Choice& out) {
  const auto found = std::find(std::begin(names), std::end(names), text);
  if (found != std::end(names)) {
    out = static_cast<Choice>(found - std::begin(names));
    return {};
  }
  std::string why = "was not one of";
  for (const char* name : names) why += std::string(name == names[0] ? " " : ", ") + name;
  return Error(Code::config_invalid, why);
}

Status apply_format(const std::string& text, Settings& settings) {
  return apply_choice(text, kFormatNames, settings.package_format);
}

Status apply_log(const std::string& text, Settings& settings) {
  return apply_choice(text, kLogNames, settings.log);
}

constexpr Apply kApply[kFieldCount] = {
    apply_key,     apply_channel, apply_region, apply_global_api,
    apply_ca_file, apply_format,  apply_log,    apply_version,
};

Status settle(const Candidate& candidate, std::size_t field, Settings& settings) {
  const std::string name = kFieldNames[field].name;
  const bool is_given = candidate.origin.kind == Origin::Kind::given;
  const std::string subject = is_given ? concat({"the given ", name})
                                       : concat({name, " from ", describe(candidate.origin)});
  if (candidate.text.empty() && Field(field) != Field::ca_file) {
    return Error(Code::config_invalid, {subject, " was empty"});
  }
  const Status applied = kApply[field](candidate.text.reveal(), settings);
  if (!applied.ok()) {
    return Error(applied.error().code(), {subject, " ", applied.error().detail()});
  }
  settings.origins[field] = candidate.origin;
  return {};
}

/** The value as the sources would spell it. */
std::string spell(const Settings& settings, Field field) {
  switch (field) {
    case Field::api_key: return settings.api_key.empty() ? "" : "********";
    case Field::channel: return settings.channel;
    case Field::region: return settings.region;
    case Field::global_api: return settings.global_api;
    case Field::ca_file: return settings.ca_file;
    case Field::package_format: return kFormatNames[std::size_t(settings.package_format)];
    case Field::log: return kLogNames[std::size_t(settings.log)];
    case Field::extension_version: return settings.extension_version;
  }
  return "";
}

}  // namespace

Result<Settings> load(os::Files& files, const Given& given, Keyring& keyring) {
  Candidates found;
  take_given(given, found);
  AEX_CHECK(take_environment(files, found));
  std::string keyring_notice;
  if (!given.ignore_file) {
    AEX_CHECK(take_settings_file(files, found));
    AEX_TRY(keyring_notice, take_keyring(files, keyring, found));
  }
  Settings settings;
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    if (found[i]) AEX_CHECK(settle(*found[i], i, settings));
  }
  for (std::size_t i = 0; i < kNumberCount; ++i) {
    const auto& candidate = found[kFieldCount + i];
    if (candidate) AEX_CHECK(settle_number(*candidate, i, settings));
  }
  if (!keyring_notice.empty()) settings.notices.push_back(std::move(keyring_notice));
  if (auto notice = tighten(files, settings.origin(Field::api_key))) {
    settings.notices.push_back(std::move(*notice));
  }
  return settings;
}

net::Timeouts timeouts(const Patience& patience) {
  net::Timeouts timeouts;
  timeouts.connect_ms = patience.connect_ms;
  timeouts.tls_ms = patience.tls_ms;
  timeouts.stall_ms = patience.stall_ms;
  timeouts.stall_bytes_per_s = patience.stall_bytes_per_s;
  timeouts.total_ms = patience.request_ms;
  return timeouts;
}

Status require_credentials(const Settings& settings) {
  std::string missing;
  for (const Field field : {Field::api_key, Field::channel, Field::region}) {
    if (!spell(settings, field).empty()) continue;
    missing += (missing.empty() ? "" : ", ") + std::string(kFieldNames[std::size_t(field)].name);
  }
  if (missing.empty()) return {};
  return Error(Code::config_missing, {"missing: ", missing});
}

std::vector<Shown> show(const Settings& settings) {
  std::vector<Shown> rows;
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const Origin& origin = settings.origins[i];
    const std::string value = spell(settings, Field(i));
    const bool is_unset = value.empty() && origin.kind == Origin::Kind::built_in;
    rows.push_back({kFieldNames[i].name, value, is_unset ? "not set" : describe(origin)});
  }
  for (std::size_t i = 0; i < kNumberCount; ++i) {
    rows.push_back({all_numbers()[i].name, decimal(all_numbers()[i].of(settings)),
                    describe(settings.origins[kFieldCount + i])});
  }
  return rows;
}

std::string settings_path() {
  const std::string home = os::home_folder();
  return home.empty() ? "" : os::join(home, ".config/mips/atlaspy/config.json");
}

}  // namespace aex::config
