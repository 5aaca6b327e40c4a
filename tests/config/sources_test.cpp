#include "config/sources.hpp"

#include "config/home.hpp"

namespace aex::config {
namespace {

class Sources : public HomeTest {};

TEST_F(Sources, NothingSetIsBuiltIn) {
  const Settings settings = loaded();
  EXPECT_FALSE(settings.has_credentials());
  EXPECT_EQ(settings.global_api, "https://gyrfalcon.api.mips.com");
  for (const Origin& origin : settings.origins) EXPECT_EQ(origin.kind, Origin::Kind::built_in);
}

TEST_F(Sources, EachValueFromTheFirstSourceThatHasIt) {
  write_settings(R"({"apikey":"fk","channel":"fc","region":"fr","log":"error",
                     "global_api":"https://file.test/","package_format":"v1"})");
  write(".env", "MIPS_ATLAS_CONFIG=dk:dc:dr\nAEX_GLOBAL_API=https://dot.test\nAEX_LOG=info\n");
  setenv("AEX_LOG", "debug", 1);
  Given given;
  given.region = "gr";
  const Settings settings = loaded(given);
  EXPECT_EQ(settings.api_key.reveal(), "dk");
  EXPECT_EQ(settings.channel, "dc");
  EXPECT_EQ(settings.region, "gr");
  EXPECT_EQ(settings.global_api, "https://dot.test");
  EXPECT_EQ(settings.log, LogLevel::debug);
  EXPECT_EQ(settings.package_format, PackageFormat::v1);
  EXPECT_EQ(describe(settings.origin(Field::api_key)), ".env (MIPS_ATLAS_CONFIG)");
  EXPECT_EQ(describe(settings.origin(Field::region)), "given");
  EXPECT_EQ(describe(settings.origin(Field::log)), "environment (AEX_LOG)");
  EXPECT_EQ(describe(settings.origin(Field::package_format)), "file (" + settings_path() + ")");
  EXPECT_EQ(describe(settings.origin(Field::ca_file)), "built in");
}

TEST_F(Sources, EnvironmentWinsOverDotenv) {
  write(".env", "MIPS_ATLAS_CONFIG=dk:dc:dr\n");
  setenv("MIPS_ATLAS_CONFIG", "ek:ec:er", 1);
  const Settings settings = loaded();
  EXPECT_EQ(settings.api_key.reveal(), "ek");
  EXPECT_EQ(settings.origin(Field::api_key).where, "MIPS_ATLAS_CONFIG");
}

TEST_F(Sources, AnEmptyVariableHidesDotenvAndSetsNothing) {
  write(".env", "MIPS_ATLAS_CONFIG=dk:dc:dr\nAEX_LOG=debug\nAEX_LOG=\n");
  write_settings(R"({"apikey":"fk","channel":"fc","region":"fr"})");
  setenv("MIPS_ATLAS_CONFIG", "", 1);
  EXPECT_EQ(loaded().api_key.reveal(), "fk");
  EXPECT_EQ(loaded().log, LogLevel::warning);
}

TEST_F(Sources, CredentialsAreThreeParts) {
  for (const char* bad : {"k1234", "k1234:c", "k1234:c:", ":c:r", "k1234::r", "k1234:e:y:c:r"}) {
    setenv("MIPS_ATLAS_CONFIG", bad, 1);
    const Error error = refused();
    EXPECT_EQ(error.code(), Code::config_invalid) << bad;
    EXPECT_NE(error.detail().find("MIPS_ATLAS_CONFIG"), std::string::npos);
    EXPECT_EQ(error.detail().find("k1234"), std::string::npos);
  }
}

TEST_F(Sources, BrokenFilesAreNamed) {
  for (const char* bad : {"", "{", "[1]", "{} x"}) {
    write_settings(bad);
    const Error error = refused();
    EXPECT_EQ(error.code(), Code::config_unreadable) << bad;
    EXPECT_NE(error.detail().find(settings_path()), std::string::npos);
  }
  Given given;
  given.ignore_file = true;
  EXPECT_TRUE(load(files(), given).ok());
  write_settings(R"({"apikey":5})");
  EXPECT_EQ(refused().code(), Code::config_invalid);
  write_settings(std::string(70'000, ' ') + "{}");
  EXPECT_EQ(refused().code(), Code::config_unreadable);
}

TEST_F(Sources, DotenvIsBoundedAndRegular) {
  write(".env", std::string(70'000, '#'));
  EXPECT_EQ(refused().code(), Code::config_unreadable);
  ASSERT_EQ(unlink(".env"), 0);
  ASSERT_EQ(mkdir(".env", 0700), 0);
  EXPECT_EQ(refused().code(), Code::config_unreadable);
}

}  // namespace
}  // namespace aex::config
