#include "config/settings.hpp"

#include "config/home.hpp"
#include "config/numbers.hpp"

namespace aex::config {
namespace {

class Judged : public HomeTest {
 protected:
  static Given with(std::optional<std::string> Given::*member, const std::string& text) {
    Given given;
    given.*member = text;
    return given;
  }
  static Given with_key(const std::string& text) {
    Given given;
    given.api_key = Secret(text);
    return given;
  }
};

TEST_F(Judged, KeysAreVisibleAscii) {
  EXPECT_EQ(loaded(with_key("abc-DEF_123~")).api_key.reveal(), "abc-DEF_123~");
  for (const char* bad :
       {"sesame street", "sesame\n", "sesame:x", "sesam\xc3\xa9", "", "sesame\x7f"}) {
    const Error error = refused(with_key(bad));
    EXPECT_EQ(error.code(), Code::config_invalid);
    EXPECT_EQ(error.message().find("sesam"), std::string::npos) << error.message();
  }
}

TEST_F(Judged, ChannelAndRegionFitAHeader) {
  EXPECT_EQ(loaded(with(&Given::channel, "my channel")).channel, "my channel");
  for (const char* bad : {"", " x", "x ", "x\ny", "\xc3\xa9"}) {
    EXPECT_EQ(refused(with(&Given::channel, bad)).code(), Code::config_invalid);
    EXPECT_EQ(refused(with(&Given::region, bad)).code(), Code::config_invalid);
  }
}

TEST_F(Judged, GlobalApi) {
  EXPECT_EQ(loaded(with(&Given::global_api, "https://a.test//")).global_api, "https://a.test");
  EXPECT_EQ(loaded(with(&Given::global_api, "http://127.0.0.1:80/x/")).global_api,
            "http://127.0.0.1:80/x");
  EXPECT_EQ(refused(with(&Given::global_api, "http://a.test")).code(), Code::config_insecure_url);
  for (const char* bad :
       {"", "a.test", "ftp://a.test", "https://a.test/?x=1", "https://a.test/#x"}) {
    const Error error = refused(with(&Given::global_api, bad));
    EXPECT_EQ(error.code(), Code::config_invalid) << bad;
    EXPECT_NE(error.detail().find("the given global_api"), std::string::npos);
  }
}

TEST_F(Judged, Choices) {
  EXPECT_EQ(loaded(with(&Given::package_format, "v2")).package_format, PackageFormat::v2);
  EXPECT_EQ(loaded(with(&Given::log, "off")).log, LogLevel::off);
  EXPECT_EQ(loaded(with(&Given::log, "debug")).log, LogLevel::debug);
  const Error error = refused(with(&Given::package_format, "v3"));
  EXPECT_EQ(error.detail(), "the given package_format was not one of auto, v1, v2");
  EXPECT_EQ(refused(with(&Given::log, "loud")).code(), Code::config_invalid);
}

TEST_F(Judged, AnEmptyCaFileMeansTheSystems) {
  setenv("AEX_CA_FILE", "/ca.pem", 1);
  EXPECT_EQ(loaded().ca_file, "/ca.pem");
  EXPECT_EQ(loaded(with(&Given::ca_file, "")).ca_file, "");
}

TEST_F(Judged, RequireCredentialsNamesWhatIsMissing) {
  const Status missing = require_credentials(loaded(with(&Given::region, "r")));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code(), Code::config_missing);
  EXPECT_EQ(missing.error().detail(), "missing: api_key, channel");
  setenv("MIPS_ATLAS_CONFIG", "k:c:r", 1);
  EXPECT_TRUE(require_credentials(loaded()).ok());
}

TEST_F(Judged, ShowMasksTheKey) {
  setenv("MIPS_ATLAS_CONFIG", "sesame:c:r", 1);
  std::string all;
  const std::vector<Shown> rows = show(loaded());
  ASSERT_EQ(rows.size(), kFieldCount + kNumberCount);
  for (const Shown& row : rows) all += row.name + "|" + row.value + "|" + row.origin + "\n";
  EXPECT_EQ(all.find("sesame"), std::string::npos);
  EXPECT_NE(all.find("api_key|********|environment (MIPS_ATLAS_CONFIG)\n"), std::string::npos);
  EXPECT_NE(all.find("package_format|auto|built in\n"), std::string::npos);
  EXPECT_NE(all.find("stall_ms|30000|built in\n"), std::string::npos);
  EXPECT_EQ(show(Settings())[0].origin, "not set");
}

TEST_F(Judged, AFileThatOthersMayReadIsTakenFromThemOnFirstUse) {
  write_settings(R"({"apikey":"k","channel":"c","region":"r"})");
  ASSERT_EQ(chmod(settings_path().c_str(), 0644), 0);
  const Settings first = loaded();
  ASSERT_EQ(first.notices.size(), 1u);
  EXPECT_NE(first.notices[0].find(settings_path()), std::string::npos);
  EXPECT_EQ(mode(settings_path()), 0600u);
  EXPECT_TRUE(loaded().notices.empty());
}

TEST_F(Judged, ADotenvWithAKeyForAllToReadIsRestricted) {
  write(".env", "AEX_LOG=debug\n");
  ASSERT_EQ(chmod(".env", 0644), 0);
  EXPECT_TRUE(loaded().notices.empty());
  EXPECT_EQ(mode(".env"), 0644u);
  write(".env", "MIPS_ATLAS_CONFIG=k:c:r\n");
  const Settings first = loaded();
  ASSERT_EQ(first.notices.size(), 1u);
  EXPECT_EQ(first.notices[0],
            ".env holds an API key and could be read by others; it is yours alone now");
  EXPECT_EQ(mode(".env"), 0600u);
  EXPECT_TRUE(loaded().notices.empty());
}

TEST_F(Judged, NumbersComeFromTheEnvironmentThenTheFile) {
  write_settings(R"({"stall_ms":5000,"max_tries":"7","max_result_bytes":1000})");
  EXPECT_EQ(loaded().limits.max_threads, 0u) << "none is started";
  setenv("AEX_MAX_RESULT_BYTES", "2000", 1);
  setenv("AEX_MAX_THREADS", "3", 1);
  const Settings settings = loaded();
  unsetenv("AEX_MAX_RESULT_BYTES");
  unsetenv("AEX_MAX_THREADS");
  EXPECT_EQ(settings.limits.max_threads, 3u);
  EXPECT_EQ(settings.patience.stall_ms, 5000u);
  EXPECT_EQ(settings.patience.max_tries, 7u);
  EXPECT_EQ(settings.limits.max_result_bytes, 2000u);
  EXPECT_EQ(timeouts(settings.patience).stall_ms, 5000u);
  std::string all;
  for (const Shown& row : show(settings)) all += row.name + "|" + row.origin + "\n";
  EXPECT_NE(all.find("max_result_bytes|environment (AEX_MAX_RESULT_BYTES)\n"), std::string::npos);
  EXPECT_NE(all.find("stall_ms|file (" + settings_path() + ")\n"), std::string::npos);
}

/* A row of the page for each setting, with the default that is in force, and no other row. */
TEST_F(Judged, ThePageForUsersHasEverySetting) {
  const auto page = os::read_text(os::system_files(), AEX_SOURCE_DIR "/docs/settings.md", 1 << 20);
  ASSERT_TRUE(page.ok());
  const std::vector<Shown> rows = show(Settings());
  const std::string text = page.value().substr(0, page.value().find("\n## From the system"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool is_number = i >= kFieldCount;
    const char* variable =
        is_number ? all_numbers()[i - kFieldCount].variable : kFieldNames[i].variable;
    std::string begin = "\n| `" + rows[i].name + "` | ";
    if (variable != nullptr) begin += "`" + std::string(variable) + "` | ";
    if (variable != nullptr && !rows[i].value.empty()) begin += rows[i].value + " | ";
    EXPECT_NE(text.find(begin), std::string::npos) << "docs/settings.md lacks" << begin;
  }
  std::size_t count = 0;
  for (auto at = text.find("\n| `"); at != std::string::npos; at = text.find("\n| `", at + 1)) {
    ++count;
  }
  EXPECT_EQ(count, rows.size());
}

TEST_F(Judged, ANumberThatIsNoneIsNamed) {
  for (const char* bad : {"-1", "1.5", "many", "99999999999999999999", "[]"}) {
    write_settings(std::string(R"({"stall_ms":)") + (*bad == 'm' ? "\"many\"" : bad) + "}");
    EXPECT_EQ(refused().code(), Code::config_invalid) << bad;
    EXPECT_NE(refused().detail().find("stall_ms from file"), std::string::npos) << bad;
  }
}

}  // namespace
}  // namespace aex::config
