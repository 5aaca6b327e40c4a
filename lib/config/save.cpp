#include <algorithm>
#include <iterator>

#include "codec/json.hpp"
#include "config/sources.hpp"

namespace aex::config {
namespace {

bool is_known(std::string_view member) {
  if (member == kKeyPlaceMember) return true;
  return std::any_of(std::begin(kFieldNames), std::end(kFieldNames), [&](const FieldName& row) {
    return row.member != nullptr && member == row.member;
  });
}

/** Saved whatever their origin: the key is good for no other host. */
bool belongs_to_key(Field field) { return field <= Field::ca_file; }

/** The members that `settings` sets; those of the environment of the day stay as they were. */
codec::Json merge(const Settings& settings, codec::JsonNode old) {
  codec::Json merged = codec::Json::object();
  if (settings.origin(Field::api_key).kind == Origin::Kind::keyring) {
    merged.add(kKeyPlaceMember, kKeyInKeyring);
  } else {
    merged.add("apikey", settings.api_key.reveal());
  }
  const std::vector<Shown> rows = show(settings);
  for (std::size_t i = 1; i < kFieldCount; ++i) {
    const char* member = kFieldNames[i].member;
    const Origin::Kind kind = settings.origins[i].kind;
    if (member == nullptr) continue;
    if (kind == Origin::Kind::environment && !belongs_to_key(Field(i))) {
      if (old[member].exists()) merged.add_copy(member, old[member]);
    } else if (kind != Origin::Kind::built_in && !rows[i].value.empty()) {
      merged.add(member, rows[i].value);
    }
  }
  for (auto node = old.first(); node.exists(); node = node.next()) {
    if (!is_known(node.key())) merged.add_copy(node.key(), node);
  }
  return merged;
}

}  // namespace

Status save(os::Files& files, const Settings& settings) {
  AEX_CHECK(require_credentials(settings));
  const std::string path = settings_path();
  if (path.empty()) return Error(Code::config_unreadable, "no home folder was known");
  const std::string folder = os::parent_folder(path);
  AEX_CHECK(os::make_folders(files, folder, os::Access::owner));
  AEX_CHECK(files.restrict_to_owner(folder));
  AEX_TRY(std::optional<Secret> text, read_optional(files, path));
  auto old = codec::Json::parse(text ? text->reveal() : "{}");
  const bool is_usable = old.ok() && old.value().node().is_object();
  const codec::JsonNode kept = is_usable ? old.value().node() : codec::JsonNode();
  const Secret merged = merge(settings, kept).dump_secret(4);
  std::string lines;
  lines.reserve(merged.reveal().size() + 1);
  lines.append(merged.reveal()).append(1, '\n');
  const Status written =
      os::write_atomically(files, path, ByteView(std::string_view(lines)), os::Access::owner);
  wipe(lines.data(), lines.size());
  return written;
}

Result<bool> save_with_keyring(os::Files& files, Settings settings, Keyring& keyring) {
  AEX_CHECK(require_credentials(settings));
  const bool is_stored = keyring.store(settings_path(), settings.api_key).ok();
  Origin& origin = settings.origins[std::size_t(Field::api_key)];
  if (is_stored) origin = {Origin::Kind::keyring, "Secret Service"};
  if (!is_stored && origin.kind == Origin::Kind::keyring) origin = {};
  AEX_CHECK(save(files, settings));
  return is_stored;
}

}  // namespace aex::config
