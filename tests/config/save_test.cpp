#include "codec/json.hpp"
#include "config/home.hpp"

namespace aex::config {
namespace {

class Save : public HomeTest {
 protected:
  static Given credentials() {
    Given given;
    given.api_key = Secret("nk");
    given.channel = "nc";
    given.region = "nr";
    return given;
  }
};

TEST_F(Save, OwnerOnlyAndReadBack) {
  ASSERT_TRUE(save(files(), loaded(credentials())).ok());
  EXPECT_EQ(read(settings_path()),
            "{\n    \"apikey\": \"nk\",\n    \"channel\": \"nc\",\n    \"region\": \"nr\"\n}\n");
  EXPECT_EQ(mode(settings_path()), 0600u);
  EXPECT_EQ(mode(os::parent_folder(settings_path())), 0700u);
  EXPECT_EQ(loaded().api_key.reveal(), "nk");
  EXPECT_EQ(files().list(os::parent_folder(settings_path())).value().size(), 1u);
}

TEST_F(Save, TightensWhatAnOlderToolLeftOpen) {
  write_settings(R"({"apikey":"k","channel":"c","region":"r"})");
  ASSERT_EQ(chmod(os::parent_folder(settings_path()).c_str(), 0755), 0);
  ASSERT_EQ(chmod(settings_path().c_str(), 0644), 0);
  ASSERT_TRUE(save(files(), loaded(credentials())).ok());
  EXPECT_EQ(mode(settings_path()), 0600u);
  EXPECT_EQ(mode(os::parent_folder(settings_path())), 0700u);
}

TEST_F(Save, KeepsMembersOfOthers) {
  write_settings(
      R"({"theme":{"dark":true},"apikey":"k","log":"error","global_api":"https://a.test"})");
  setenv("AEX_LOG", "debug", 1);
  setenv("AEX_CA_FILE", "/ca.pem", 1);
  ASSERT_TRUE(save(files(), loaded(credentials())).ok());
  auto saved = codec::Json::parse(read(settings_path()));
  ASSERT_TRUE(saved.ok());
  EXPECT_TRUE(saved.value()["theme"]["dark"].boolean());
  EXPECT_EQ(saved.value()["apikey"].text(), "nk");
  EXPECT_EQ(saved.value()["log"].text(), "error");
  EXPECT_EQ(saved.value()["global_api"].text(), "https://a.test");
  EXPECT_EQ(saved.value()["ca_file"].text(), "/ca.pem");
  EXPECT_EQ(saved.value().node().size(), 7u);
}

TEST_F(Save, ReplacesABrokenFile) {
  write_settings("{");
  Given given = credentials();
  given.ignore_file = true;
  ASSERT_TRUE(save(files(), loaded(given)).ok());
  EXPECT_EQ(loaded().channel, "nc");
}

TEST_F(Save, NeedsCredentials) {
  EXPECT_EQ(save(files(), Settings()).error().code(), Code::config_missing);
  EXPECT_FALSE(files().info(settings_path(), true).ok());
}

}  // namespace
}  // namespace aex::config
