#include <algorithm>
#include <charconv>

#include "cli/connection.hpp"
#include "cli/screen/table.hpp"
#include "cli/screen/terminal.hpp"
#include "cli/verbs/verbs.hpp"
#include "codec/json.hpp"

namespace aex::cli {
namespace {

constexpr std::size_t kMaxKeyFileBytes = 4096;
constexpr int kTries = 3;

os::Files& files() { return os::system_files(); }

Status show(const Arguments& arguments) {
  AEX_TRY(const config::Settings& settings, config::load(files(), given_by(arguments)));
  codec::Json object = codec::Json::object();
  Table table({Align::left, Align::left, Align::left});
  table.add({"SETTING", "VALUE", "ORIGIN"});
  for (const config::Shown& row : config::show(settings)) {
    codec::Json entry = codec::Json::object();
    entry.add("value", row.value).add("origin", row.origin);
    object.add(row.name, std::move(entry));
    table.add({row.name, row.value.empty() ? "-" : row.value, row.origin});
  }
  print(arguments.has("json") ? object.dump(4) + "\n" : table.text());
  return {};
}

Secret trimmed(const Secret& text) {
  const std::string& all = text.reveal();
  const std::size_t first = all.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  const std::size_t last = all.find_last_not_of(" \t\r\n");
  return Secret(std::string_view(all).substr(first, last - first + 1));
}

Result<Secret> key_from_file(const std::string& path) {
  AEX_TRY(std::string text, os::read_text(files(), path, kMaxKeyFileBytes));
  const Secret key = trimmed(Secret(text));
  wipe(text.data(), text.size());
  if (key.empty()) return misuse(path + " held no API key");
  return key;
}

/** The key that the options name, or the saved one, or nothing: then it is asked for. */
Result<Secret> key_without_asking(const Arguments& arguments) {
  if (arguments.has("api-key-stdin") && arguments.has("api-key-file")) {
    return misuse("--api-key-stdin and --api-key-file exclude each other");
  }
  if (const std::string* path = arguments.find("api-key-file")) return key_from_file(*path);
  if (!arguments.has("api-key-stdin")) {
    if (stdin_is_terminal()) return Secret();
    return misuse("stdin is no terminal to ask on; give --api-key-stdin or --api-key-file");
  }
  AEX_TRY(const Secret& text, read_stdin());
  const Secret key = trimmed(text);
  if (key.empty()) return misuse("stdin held no API key");
  return key;
}

/** Asks questions, and keeps what the answers need. */
class Setup {
 public:
  explicit Setup(const Arguments& arguments) : arguments_(arguments) {}

  Status perform() {
    given_ = given_by(arguments_);
    AEX_CHECK(make_ca_file_absolute());
    AEX_TRY(Secret key, key_without_asking(arguments_));
    const bool asks = key.empty();
    if (!asks) given_.api_key = key;
    AEX_CHECK(load());
    if (arguments_.has("no-check")) return save_unchecked(asks);
    AEX_TRY(transport_, open_transport(settings_));
    AEX_CHECK(asks ? ask_key() : check_key());
    AEX_CHECK(choose_place());
    return save();
  }

 private:
  /** The settings as they stand; without the file if that is what is wrong. */
  Status load() {
    auto settings = config::load(files(), given_);
    if (!settings.ok() && !given_.ignore_file) {
      config::Given without_file = given_;
      without_file.ignore_file = true;
      auto others = config::load(files(), without_file);
      if (!others.ok()) return settings.error();
      given_.ignore_file = true;
      print_error("The present settings file is not used: " + harmless(settings.error().detail()) +
                  ".\n");
      settings = std::move(others);
    }
    AEX_TRY(settings_, std::move(settings));
    return {};
  }

  /** The settings file serves every working directory. */
  Status make_ca_file_absolute() {
    if (!given_.ca_file || given_.ca_file->empty()) return {};
    AEX_TRY(given_.ca_file, os::absolute_path(*given_.ca_file));
    return {};
  }

  Status save_unchecked(bool asks) {
    if (!given_.channel || !given_.region) {
      return misuse("--no-check needs --channel and --region");
    }
    if (asks) AEX_CHECK(enter_key());
    return save();
  }

  Status enter_key() {
    print_error("API key (not shown): ");
    AEX_TRY(const Secret& line, read_hidden_line());
    given_.api_key = trimmed(line);
    return load();
  }

  Status check_key() {
    start_clock(control_, kQuestionSeconds);
    cloud::Api api(settings_, *transport_);
    AEX_TRY(const bool is_valid, api.check_user(control_));
    if (is_valid) return {};
    return Error(Code::not_authorised, "by " + settings_.global_api);
  }

  Status ask_key() {
    for (int left = kTries - 1;; --left) {
      Status checked = enter_key();
      if (checked.ok()) checked = check_key();
      if (checked.ok()) {
        print_error("The key is valid.\n");
        return {};
      }
      const Code code = checked.error().code();
      const bool is_wrong = code == Code::not_authorised || code == Code::config_invalid;
      if (!is_wrong || left == 0) return checked;
      print_failure(checked.error());
    }
  }

  Status choose_place() {
    start_clock(control_, kQuestionSeconds);
    cloud::Api api(settings_, *transport_);
    AEX_TRY(const std::vector<cloud::Channel>& channels, api.list_channels(control_));
    std::vector<std::string> names;
    for (const cloud::Channel& channel : channels) names.push_back(channel.name);
    AEX_TRY(given_.channel, choose("channel", names, given_.channel, settings_.channel));
    const auto chosen = std::find(names.begin(), names.end(), *given_.channel) - names.begin();
    AEX_TRY(given_.region, choose("region", channels[std::size_t(chosen)].regions, given_.region,
                                  settings_.region));
    return {};
  }

  /** One of `offered`: the wanted one, the only one, or the one that the user picks. */
  Result<std::string> choose(const char* what, const std::vector<std::string>& offered,
                             const std::optional<std::string>& wanted, const std::string& present) {
    const std::string kind = what;
    if (wanted) {
      if (std::find(offered.begin(), offered.end(), *wanted) != offered.end()) return *wanted;
      return Error(Code::gateway_unknown,
                   "there is no " + kind + " '" + *wanted + "'; offered are: " + listed(offered));
    }
    if (offered.empty())
      return Error(Code::gateway_unknown, "no " + kind + " is offered to this key");
    if (offered.size() == 1) {
      print_error("The only " + kind + " is taken: " + harmless(offered[0]) + "\n");
      return offered[0];
    }
    if (stdin_is_terminal()) return ask_choice(kind, offered, present);
    return misuse("several " + kind + "s are offered, give --" + kind + ": " + listed(offered));
  }

  static std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "none" : text;
  }

  Result<std::string> ask_choice(const std::string& kind, const std::vector<std::string>& offered,
                                 const std::string& present) {
    const bool has_present = std::find(offered.begin(), offered.end(), present) != offered.end();
    for (std::size_t i = 0; i < offered.size(); ++i) {
      print_error("  " + std::to_string(i + 1) + "  " + harmless(offered[i]) + "\n");
    }
    const std::string question =
        "Which " + kind + (has_present ? " [" + harmless(present) + "]: " : ": ");
    for (int left = kTries; left > 0; --left) {
      print_error(question);
      AEX_TRY(const Secret& line, read_line());
      const std::string answer = trimmed(line).reveal();
      if (answer.empty() && has_present) return present;
      const std::size_t index = index_of(answer, offered);
      if (index < offered.size()) return offered[index];
      print_error("Answer with a number from 1 to " + std::to_string(offered.size()) +
                  ", or a name.\n");
    }
    return Error(Code::cancelled, "no " + kind + " was chosen");
  }

  /** Names win over numbers; past the end if it is neither. */
  static std::size_t index_of(const std::string& answer, const std::vector<std::string>& offered) {
    const auto named = std::find(offered.begin(), offered.end(), answer);
    if (named != offered.end()) return std::size_t(named - offered.begin());
    std::size_t number = 0;
    const char* end = answer.data() + answer.size();
    const auto read = std::from_chars(answer.data(), end, number);
    const bool is_number = read.ec == std::errc() && read.ptr == end && number > 0;
    return is_number ? number - 1 : offered.size();
  }

  Status save() {
    AEX_CHECK(load());
    AEX_TRY(const bool is_in_keyring, store());
    print_error("Saved to " + harmless(config::settings_path()) +
                (is_in_keyring ? ", the key to the keyring\n" : "\n"));
    AEX_TRY(const config::Settings& next, config::load(files(), {}));
    const config::Origin& origin = next.origin(config::Field::api_key);
    if (origin.kind == config::Origin::Kind::environment) {
      print_error("Mind that " + origin.where + " is set and wins over this file.\n");
    }
    return {};
  }

  /** True when the key went to the keyring. */
  Result<bool> store() {
    if (!arguments_.has("no-keyring")) {
      return config::save_with_keyring(files(), settings_, config::system_keyring());
    }
    AEX_CHECK(config::save(files(), settings_));
    (void)config::system_keyring().remove(config::settings_path());
    return false;
  }

  const Arguments& arguments_;
  config::Given given_;
  config::Settings settings_;
  std::unique_ptr<net::Transport> transport_;
  Control control_;
  Interrupt interrupt_{control_};
};

}  // namespace

Status configure(const Arguments& arguments) {
  if (arguments.has("show")) return show(arguments);
  if (arguments.has("json")) return misuse("--json goes with --show");
  return Setup(arguments).perform();
}

}  // namespace aex::cli
