#include "package/manifest.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "codec/json.hpp"
#include "os/random.hpp"
#include "support/counting_entropy.hpp"

namespace aex::package {
namespace {

using codec::Json;
using codec::JsonNode;

Core core_of_one_thread() {
  return {"I8500_(1_thread)", 64, 1, 1,
          R"j({"name": "I8500_(1_thread)", "xlen": 64, "num_threads": 1, "num_cores": 1})j"};
}

Manifest sample() {
  testing::CountingEntropy entropy;
  auto manifest =
      describe("one", "250905_140108", core_of_one_thread(),
               {{"dir/loop.elf", "loop.elf", 10}, {"b.bin", "b.bin", 3}}, "0.0.97", entropy);
  EXPECT_TRUE(manifest.ok());
  return std::move(manifest).value();
}

std::string keys(JsonNode object) {
  std::string joined;
  for (JsonNode n = object.first(); n.exists(); n = n.next()) {
    joined += (joined.empty() ? "" : " ") + std::string(n.key());
  }
  return joined;
}

TEST(Manifest, ConfigHasTheFieldsOfTheProtocolInTheirOrder) {
  const auto text = config_json(sample(), Secret("key-1"));
  ASSERT_TRUE(text.ok());
  const auto json = Json::parse(text.value().reveal());
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(keys(json.value().node()),
            "date name core workload uuid toolsVersion timeout pluginVersion compiler "
            "compilerFlags numRegions reports heartbeat iss apikey geolocation otp version arch "
            "clientType");
  EXPECT_EQ(json.value()["apikey"].text(), "key-1");
  EXPECT_EQ(json.value()["otp"].text().size(), 32u);
  EXPECT_EQ(json.value()["clientType"].text(), "python");
  EXPECT_EQ(json.value()["workload"].first()["elf"].text(), "dir/loop.elf");
  EXPECT_EQ(json.value()["arch"].dump(), core_of_one_thread().arch_json);
}

TEST(Manifest, AsksForASummaryAndTwoReportsOfEachWorkload) {
  const auto text = config_json(sample(), Secret("k"));
  ASSERT_TRUE(text.ok());
  const auto json = Json::parse(text.value().reveal());
  ASSERT_TRUE(json.ok());
  const JsonNode reports = json.value()["reports"];
  ASSERT_EQ(reports.size(), 5u);
  EXPECT_EQ(keys(reports.first()),
            "startDate reportUUID expUUID core elfFileName zstfFileName reportName reportType "
            "userParameters startInst endInst resolution toolsVersion timeout pluginVersion "
            "isROIReport region");
  std::string told;
  std::set<std::string> uuids;
  for (JsonNode report = reports.first(); report.exists(); report = report.next()) {
    told += std::string(report["reportType"].text()) + '|' +
            std::string(report["reportName"].text()) + '|' +
            std::string(report["elfFileName"].text()) + '|' +
            std::string(report["zstfFileName"].text()) + '\n';
    uuids.emplace(report["reportUUID"].text());
    EXPECT_EQ(report["expUUID"].text(), json.value()["uuid"].text());
  }
  EXPECT_EQ(told,
            "summary|||\n"
            "inst_counts|loop_Instruction_Counts|loop.elf|loop.elf.zstf\n"
            "inst_trace|loop_Instruction_Trace|loop.elf|loop.elf.zstf\n"
            "inst_counts|b.bin_Instruction_Counts|b.bin|b.bin.zstf\n"
            "inst_trace|b.bin_Instruction_Trace|b.bin|b.bin.zstf\n");
  EXPECT_EQ(uuids.size(), 5u);
}

TEST(Manifest, UuidsAreDatedVersion4) {
  const std::string uuid = sample().uuid;
  ASSERT_EQ(uuid.size(), 14u + 36u);
  EXPECT_EQ(uuid.substr(0, 14), "250905_140108_");
  EXPECT_EQ(uuid[14 + 14], '4');
  EXPECT_NE(std::string("89ab").find(uuid[14 + 19]), std::string::npos);
}

TEST(Manifest, PasswordsArePrintableAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const auto manifest =
        describe("n", "250905_140108", core_of_one_thread(), {}, "0.0.97", os::system_entropy());
    ASSERT_TRUE(manifest.ok());
    const std::string& otp = manifest.value().otp.reveal();
    ASSERT_EQ(otp.size(), 32u);
    for (const char letter : otp) {
      EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(letter)) || letter == '-' ||
                  letter == '_');
    }
    EXPECT_TRUE(seen.insert(otp).second);
  }
}

TEST(Manifest, TheConfigThatStaysHoldsNoSecret) {
  const Manifest manifest = sample();
  const auto text = public_config_json(manifest);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text.value().find(manifest.otp.reveal()), std::string::npos);
  const auto json = Json::parse(text.value());
  ASSERT_TRUE(json.ok());
  EXPECT_TRUE(json.value()["apikey"].exists());
  EXPECT_EQ(json.value()["apikey"].text(), "");
  EXPECT_EQ(json.value()["otp"].text(), "");
}

TEST(Manifest, NamesFitAFolderAndAHeader) {
  for (const char* good : {"a", "I8500_(1_thread)_250905_140108", "my run.2"}) {
    EXPECT_TRUE(check_name(good).ok()) << good;
  }
  const std::string bad[] = {
      "", ".", "..", "a/b", "a\\b", "-rf", "a\r\nb", "\xc3\xa4", " a", "a ", std::string(121, 'a')};
  for (const std::string& name : bad) {
    EXPECT_EQ(check_name(name).error().code(), Code::invalid_argument) << name;
  }
}

TEST(Manifest, DateStampIsTwoDigitsEach) {
  EXPECT_EQ(date_stamp({2025, 9, 5, 4, 1, 8}), "250905_040108");
}

}  // namespace
}  // namespace aex::package
