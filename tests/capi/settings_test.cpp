#include "atlasexplorer/settings.h"

#include "owned.hpp"
#include "support/folder.hpp"

namespace aex::testing {
namespace {

class Settings : public ::testing::Test {
 protected:
  void SetUp() override { isolate_settings(home_.path().c_str()); }

  std::string row(const char* name) const {
    for (size_t i = 0; i < aex_settings_row_count(settings_); ++i) {
      if (name == std::string(aex_settings_row_name(settings_, i))) {
        return std::string(aex_settings_row_value(settings_, i)) + " | " +
               aex_settings_row_origin(settings_, i);
      }
    }
    return "no such row";
  }

  Folder home_;
  Owned<aex_settings> settings_;
  Failure error;
};

TEST_F(Settings, AreEmptyWithoutSources) {
  ASSERT_FINE(aex_settings_load(&settings_, nullptr, &error));
  EXPECT_EQ(aex_settings_has_credentials(settings_), 0);
  EXPECT_STREQ(aex_settings_api_key(settings_), "");
  EXPECT_STREQ(aex_settings_global_api(settings_), "https://gyrfalcon.api.mips.com");
  EXPECT_STREQ(aex_settings_package_format(settings_), "auto");
  EXPECT_STREQ(aex_settings_extension_version(settings_), "0.0.97");
  EXPECT_EQ(aex_settings_log_level(settings_), AEX_LOG_WARNING);
}

TEST_F(Settings, GivenWinsOverTheEnvironment) {
  setenv("MIPS_ATLAS_CONFIG", "key-of-environment:development:us-west-2", 1);
  aex_settings_options given = AEX_SETTINGS_OPTIONS_INIT;
  given.region = "eu-1";
  given.package_format = "v2";
  given.log = "debug";
  ASSERT_FINE(aex_settings_load(&settings_, &given, &error));
  EXPECT_EQ(aex_settings_has_credentials(settings_), 1);
  EXPECT_STREQ(aex_settings_api_key(settings_), "key-of-environment");
  EXPECT_STREQ(aex_settings_channel(settings_), "development");
  EXPECT_STREQ(aex_settings_region(settings_), "eu-1");
  EXPECT_STREQ(aex_settings_package_format(settings_), "v2");
  EXPECT_EQ(aex_settings_log_level(settings_), AEX_LOG_DEBUG);
}

TEST_F(Settings, RowsTellTheOriginAndMaskTheKey) {
  setenv("MIPS_ATLAS_CONFIG", "key-of-environment:development:us-west-2", 1);
  ASSERT_FINE(aex_settings_load(&settings_, nullptr, &error));
  for (size_t i = 0; i < aex_settings_row_count(settings_); ++i) {
    const std::string value = aex_settings_row_value(settings_, i);
    EXPECT_EQ(value.find("key-of-environment"), std::string::npos);
  }
  EXPECT_EQ(row("channel"), "development | environment (MIPS_ATLAS_CONFIG)");
  EXPECT_STREQ(aex_settings_row_name(settings_, 1000), "");
}

TEST_F(Settings, AreSavedForTheNextTime) {
  aex_settings_options given = AEX_SETTINGS_OPTIONS_INIT;
  given.api_key = "secret-key";
  given.channel = given.region = "c";
  ASSERT_FINE(aex_settings_load(&settings_, &given, &error));
  ASSERT_FINE(aex_settings_save(settings_, &error));
  const std::string path = aex_settings_path(settings_);
  EXPECT_EQ(path.compare(0, home_.path().size(), home_.path()), 0) << path;
  ASSERT_FINE(aex_settings_load(&settings_, nullptr, &error));
  EXPECT_STREQ(aex_settings_api_key(settings_), "secret-key");
}

TEST_F(Settings, ErrorsNameTheSetting) {
  aex_settings_options given = AEX_SETTINGS_OPTIONS_INIT;
  given.package_format = "v3";
  EXPECT_EQ(aex_settings_load(&settings_, &given, &error), AEX_E_CONFIG_INVALID);
  EXPECT_NE(said(error).find("package_format"), std::string::npos) << said(error);
  given.package_format = nullptr;
  given.global_api = "http://example.org";
  EXPECT_EQ(aex_settings_load(&settings_, &given, &error), AEX_E_CONFIG_INSECURE_URL);
  EXPECT_EQ(settings_, nullptr);
}

}  // namespace
}  // namespace aex::testing
