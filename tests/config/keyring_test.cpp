#include "config/keyring.hpp"

#include <map>

#include "config/home.hpp"

namespace aex::config {
namespace {

/* Keys in memory. */
class PocketKeyring final : public Keyring {
 public:
  Result<std::optional<Secret>> find(const std::string& path) override {
    ++asked;
    if (is_locked) return Error(Code::unsupported, "it was locked");
    const auto at = keys.find(path);
    return at == keys.end() ? std::optional<Secret>() : std::optional<Secret>(at->second);
  }
  Status store(const std::string& path, const Secret& key) override {
    if (is_locked) return Error(Code::unsupported, "it was locked");
    keys[path] = key;
    return {};
  }
  Status remove(const std::string& path) override {
    keys.erase(path);
    return {};
  }
  std::map<std::string, Secret> keys;
  bool is_locked = false;
  int asked = 0;
};

class KeyringTest : public HomeTest {
 protected:
  static Given credentials() {
    Given given;
    given.api_key = Secret("secret-key");
    given.channel = "c";
    given.region = "r";
    return given;
  }
  Settings loaded_with_keyring() {
    auto settings = load(files(), {}, keyring_);
    EXPECT_TRUE(settings.ok()) << settings.error().message();
    return std::move(settings).value();
  }
  PocketKeyring keyring_;
};

TEST_F(KeyringTest, TakesTheKeyAndTheFileSaysSo) {
  const auto saved = save_with_keyring(files(), loaded(credentials()), keyring_);
  ASSERT_TRUE(saved.ok() && saved.value());
  EXPECT_EQ(
      read(settings_path()),
      "{\n    \"apikey_in\": \"keyring\",\n    \"channel\": \"c\",\n    \"region\": \"r\"\n}\n");
  EXPECT_EQ(mode(settings_path()), 0600u);
  const Settings settings = loaded_with_keyring();
  EXPECT_EQ(settings.api_key.reveal(), "secret-key");
  EXPECT_EQ(show(settings)[0].origin, "keyring (Secret Service)");
  EXPECT_TRUE(settings.notices.empty());
}

TEST_F(KeyringTest, SavingAgainLeavesTheKeyWhereItIs) {
  ASSERT_TRUE(save_with_keyring(files(), loaded(credentials()), keyring_).ok());
  Settings settings = loaded_with_keyring();
  settings.region = "elsewhere";
  ASSERT_TRUE(save(files(), settings).ok());
  EXPECT_EQ(read(settings_path()).find("secret-key"), std::string::npos);
  EXPECT_EQ(loaded_with_keyring().api_key.reveal(), "secret-key");
}

TEST_F(KeyringTest, TheFileTakesTheKeyWhereThereIsNoKeyring) {
  keyring_.is_locked = true;
  const auto saved = save_with_keyring(files(), loaded(credentials()), keyring_);
  ASSERT_TRUE(saved.ok() && !saved.value());
  EXPECT_EQ(loaded_with_keyring().origin(Field::api_key).kind, Origin::Kind::file);
  EXPECT_EQ(keyring_.asked, 0);
}

TEST_F(KeyringTest, IsAskedLastAndOnlyIfTheFileSaysSo) {
  write_settings(R"({"channel":"c","region":"r"})");
  keyring_.keys[settings_path()] = Secret("secret-key");
  EXPECT_TRUE(loaded_with_keyring().api_key.empty());
  write_settings(R"({"apikey":"of-the-file","apikey_in":"keyring","channel":"c","region":"r"})");
  EXPECT_EQ(loaded_with_keyring().api_key.reveal(), "of-the-file");
  write_settings(R"({"apikey_in":"keyring","channel":"c","region":"r"})");
  setenv("MIPS_ATLAS_CONFIG", "of-the-environment:a:b", 1);
  EXPECT_EQ(loaded_with_keyring().api_key.reveal(), "of-the-environment");
  EXPECT_EQ(keyring_.asked, 0);
}

TEST_F(KeyringTest, SaysWhyThereIsNoKey) {
  write_settings(R"({"apikey_in":"keyring","channel":"c","region":"r"})");
  EXPECT_EQ(loaded_with_keyring().notices[0], "the keyring has no API key for " + settings_path());
  keyring_.is_locked = true;
  const Settings settings = loaded_with_keyring();
  EXPECT_EQ(settings.notices[0], "the API key is in the keyring, but it was locked");
  EXPECT_EQ(require_credentials(settings).error().code(), Code::config_missing);
}

TEST_F(KeyringTest, AKeyOfTheKeyringIsJudgedAsAnyOther) {
  write_settings(R"({"apikey_in":"keyring","channel":"c","region":"r"})");
  keyring_.keys[settings_path()] = Secret("a b");
  EXPECT_EQ(load(files(), {}, keyring_).error().code(), Code::config_invalid);
}

TEST_F(KeyringTest, WithoutASessionTheRealOneSaysSo) {
  unsetenv("DBUS_SESSION_BUS_ADDRESS");
  unsetenv("XDG_RUNTIME_DIR");
  EXPECT_EQ(system_keyring().find("x").error().code(), Code::unsupported);
  EXPECT_EQ(system_keyring().store("x", Secret("y")).error().code(), Code::unsupported);
}

}  // namespace
}  // namespace aex::config
