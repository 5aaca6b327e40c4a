#include "config/sources.hpp"

#include <iterator>

#include "codec/json.hpp"
#include "config/dotenv.hpp"
#include "config/numbers.hpp"
#include "os/environment.hpp"

namespace aex::config {
namespace {

constexpr const char* kCredentials = "MIPS_ATLAS_CONFIG";
constexpr const char* kDotenv = ".env";

void offer(Candidates& found, std::size_t field, std::string_view text, const Origin& origin) {
  if (!found[field]) found[field] = Candidate{Secret(text), origin};
}

bool is_dotenv(const Origin& origin) {
  return origin.kind == Origin::Kind::environment && origin.where.compare(0, 4, kDotenv) == 0;
}

/** The environment, and behind it `.env`. */
class Variables {
 public:
  explicit Variables(std::vector<Variable> dotenv) : dotenv_(std::move(dotenv)) {}

  std::optional<Candidate> find(const char* name) const {
    const std::optional<std::string> set = os::environment(name);
    if (set && set->empty()) return std::nullopt;
    if (set) return Candidate{Secret(*set), {Origin::Kind::environment, name}};
    for (auto row = dotenv_.rbegin(); row != dotenv_.rend(); ++row) {
      if (row->key.reveal() != name) continue;
      if (row->value.empty()) return std::nullopt;
      const std::string where = concat({kDotenv, " (", name, ")"});
      return Candidate{row->value, {Origin::Kind::environment, where}};
    }
    return std::nullopt;
  }

 private:
  std::vector<Variable> dotenv_;
};

Status take_credentials(const Candidate& source, Candidates& found) {
  std::string_view rest = source.text.reveal();
  std::string_view parts[3];
  std::size_t count = 0;
  for (bool is_last = false; !is_last; ++count) {
    const std::size_t colon = rest.find(':');
    is_last = colon == std::string_view::npos;
    if (count < std::size(parts)) parts[count] = rest.substr(0, colon);
    rest = is_last ? std::string_view() : rest.substr(colon + 1);
  }
  if (count != 3 || parts[0].empty() || parts[1].empty() || parts[2].empty()) {
    return Error(Code::config_invalid,
                 {source.origin.where, " was not of the form apikey:channel:region"});
  }
  for (std::size_t i = 0; i < 3; ++i) offer(found, i, parts[i], source.origin);
  return {};
}

}  // namespace

void take_given(const Given& given, Candidates& found) {
  const Origin origin = {Origin::Kind::given, ""};
  if (given.api_key) offer(found, 0, given.api_key->reveal(), origin);
  const std::optional<std::string>* texts[] = {
      &given.channel, &given.region,         &given.global_api,
      &given.ca_file, &given.package_format, &given.log,
  };
  for (std::size_t i = 0; i < std::size(texts); ++i) {
    if (*texts[i]) offer(found, i + 1, **texts[i], origin);
  }
}

Status take_environment(os::Files& files, Candidates& found) {
  AEX_TRY(std::optional<Secret> text, read_optional(files, kDotenv));
  const Variables variables(text ? parse_dotenv(text->reveal()) : std::vector<Variable>());
  if (const auto credentials = variables.find(kCredentials)) {
    AEX_CHECK(take_credentials(*credentials, found));
  }
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    if (kFieldNames[i].variable == nullptr) continue;
    const auto value = variables.find(kFieldNames[i].variable);
    if (value) offer(found, i, value->text.reveal(), value->origin);
  }
  for (std::size_t i = 0; i < kNumberCount; ++i) {
    const auto value = variables.find(all_numbers()[i].variable);
    if (value) offer(found, kFieldCount + i, value->text.reveal(), value->origin);
  }
  return {};
}

Status take_settings_file(os::Files& files, Candidates& found) {
  const std::string path = settings_path();
  if (path.empty()) return {};
  AEX_TRY(std::optional<Secret> text, read_optional(files, path));
  if (!text) return {};
  auto document = codec::Json::parse(text->reveal());
  if (!document.ok() || !document.value().node().is_object()) {
    return Error(Code::config_unreadable, {path, " did not hold a JSON object"});
  }
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    if (kFieldNames[i].member == nullptr) continue;
    const codec::JsonNode member = document.value()[kFieldNames[i].member];
    if (!member.exists() || member.is_null()) continue;
    if (!member.is_string()) {
      return Error(Code::config_invalid,
                   {kFieldNames[i].member, " in ", path, " was not a string"});
    }
    if (!member.text().empty()) offer(found, i, member.text(), {Origin::Kind::file, path});
  }
  for (std::size_t i = 0; i < kNumberCount; ++i) {
    const codec::JsonNode member = document.value()[all_numbers()[i].name];
    if (!member.exists() || member.is_null()) continue;
    const std::string text = member.is_string() ? std::string(member.text()) : member.dump();
    offer(found, kFieldCount + i, text, {Origin::Kind::file, path});
  }
  return {};
}

Result<std::string> take_keyring(os::Files& files, Keyring& keyring, Candidates& found) {
  const std::string path = settings_path();
  if (path.empty() || found[std::size_t(Field::api_key)]) return std::string();
  AEX_TRY(const std::optional<Secret>& text, read_optional(files, path));
  if (!text) return std::string();
  const auto document = codec::Json::parse(text->reveal());
  if (!document.ok() || document.value()[kKeyPlaceMember].text() != kKeyInKeyring) {
    return std::string();
  }
  const auto key = keyring.find(path);
  if (!key.ok()) return concat({"the API key is in the keyring, but ", key.error().detail()});
  if (!key.value()) return concat({"the keyring has no API key for ", path});
  offer(found, 0, key.value()->reveal(), {Origin::Kind::keyring, "Secret Service"});
  return std::string();
}

std::optional<std::string> tighten(os::Files& files, const Origin& key_origin) {
  if (key_origin.kind != Origin::Kind::file && !is_dotenv(key_origin)) return std::nullopt;
  const std::string path = is_dotenv(key_origin) ? kDotenv : settings_path();
  const auto info = files.info(path, true);
  const bool is_open = info.ok() && (info.value().mode & 077u) != 0;
  if (path.empty() || !is_open) return std::nullopt;
  const bool is_ours = files.restrict_to_owner(path).ok();
  return concat({path, " holds an API key and could be read by others; ",
                 is_ours ? "it is yours alone now"
                         : "it could not be restricted: use chmod 600, and think of a new key"});
}

std::string describe(const Origin& origin) {
  switch (origin.kind) {
    case Origin::Kind::built_in: return "built in";
    case Origin::Kind::given: return "given";
    case Origin::Kind::file: return concat({"file (", origin.where, ")"});
    case Origin::Kind::keyring: return concat({"keyring (", origin.where, ")"});
    case Origin::Kind::environment: break;
  }
  return is_dotenv(origin) ? origin.where : concat({"environment (", origin.where, ")"});
}

Result<std::optional<Secret>> read_optional(os::Files& files, const std::string& path) {
  const auto found = files.info(path, true);
  if (!found.ok() && found.error().code() == Code::file_missing) return std::optional<Secret>();
  if (!found.ok()) return Error(Code::config_unreadable, found.error().detail());
  if (found.value().kind != os::FileKind::regular) {
    return Error(Code::config_unreadable, {path, " was not a regular file"});
  }
  auto text = os::read_text(files, path, kMaxSettingsBytes);
  if (!text.ok()) {
    const bool is_large = text.error().code() == Code::transfer_too_large;
    return Error(Code::config_unreadable,
                 is_large ? concat({path, " was over 64 KiB"}) : text.error().detail());
  }
  std::optional<Secret> secret(Secret(text.value()));
  wipe(text.value().data(), text.value().size());
  return secret;
}

}  // namespace aex::config
