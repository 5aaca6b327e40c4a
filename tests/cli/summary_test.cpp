#include "cli/verbs/summary.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>

namespace aex::cli {
namespace {

TEST(Patterns, TextAndGlobs) {
  EXPECT_TRUE(matches("Level 1 Data Cache (L1DCache) Hits", "cache"));
  EXPECT_FALSE(matches("Misaligned Loads", "cache"));
  EXPECT_TRUE(matches("TLB Hit Percent", "*percent"));
  EXPECT_FALSE(matches("Percent of Hits", "*percent"));
  EXPECT_TRUE(matches("ALU 0", "alu ?"));
  EXPECT_FALSE(matches("ALU 10", "alu ?"));
  EXPECT_TRUE(matches("aXbXc", "a*x*c"));
  EXPECT_TRUE(matches("", "*"));
  const std::string long_name(5000, 'a');
  EXPECT_FALSE(matches(long_name, "*a*a*a*a*a*a*a*b"));
}

TEST(Units, AsFarAsTheNameTells) {
  EXPECT_STREQ(unit_of("TLB Hit Percent"), "%");
  EXPECT_STREQ(unit_of("Percentage of Good Load Bonds"), "%");
  EXPECT_STREQ(unit_of("Load Queue Full Stall (cycles)"), "cycles");
  EXPECT_STREQ(unit_of("Total Cycles Consumed"), "cycles");
  EXPECT_STREQ(unit_of("Total Instructions Retired (All Threads)"), "instructions");
  EXPECT_STREQ(unit_of("Misaligned Loads"), "");
}

class Summary : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/aex_summary_XXXXXX";
    const int file = mkstemp(name);
    ASSERT_GE(file, 0);
    close(file);
    path_ = name;
    std::ofstream(path_) << R"json({"Statistics":{"Summary Performance Report":{
      "Bonded Loads":{"desc":"b","vis":1,"val":8823},
      "Hit Percent":{"desc":"h","vis":1,"val":"nan"},
      "Instructions Per Cycle (IPC)":{"desc":"i","vis":1,"val":0.775257},
      "Total Cycles Consumed":{"desc":"c","vis":1,"val":253627},
      "Total Instructions Retired":{"desc":"t","vis":1,"val":196626},
      "ordered_keys":["Bonded Loads","Hit Percent","Instructions Per Cycle (IPC)",
                      "Total Cycles Consumed","Total Instructions Retired"]}},
      "siminfo":{"name":"Model "},"report_metadata":{"arch":"I8500_(1_thread)"}})json";
  }
  void TearDown() override { unlink(path_.c_str()); }
  report::Report open() {
    auto report = report::Report::open(os::system_files(), path_);
    EXPECT_TRUE(report.ok()) << report.error().message();
    return std::move(report).value();
  }
  std::string path_;
};

TEST_F(Summary, TotalsAndIpcComeFirst) {
  const report::Report report = open();
  EXPECT_EQ(summary_table(report, pick(report, {})),
            "Total Cycles Consumed          253,627  cycles\n"
            "Total Instructions Retired     196,626  instructions\n"
            "Instructions Per Cycle (IPC)  0.775257\n"
            "Bonded Loads                     8,823\n"
            "Hit Percent                        nan  %\n");
}

TEST_F(Summary, Json) {
  const report::Report report = open();
  auto json = codec::Json::parse(summary_json(report, "/p", pick(report, {"percent", "bonded*"})));
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json.value()["total_cycles"].integer(), 253627);
  EXPECT_EQ(json.value()["core"].text(), "I8500_(1_thread)");
  const codec::JsonNode first = json.value()["metrics"].first();
  EXPECT_EQ(json.value()["metrics"].size(), 2u);
  EXPECT_EQ(first["name"].text(), "Bonded Loads");
  EXPECT_EQ(first["value"].integer(), 8823);
  EXPECT_EQ(first.next()["value"].text(), "nan");
  EXPECT_EQ(first.next()["unit"].text(), "%");
}

}  // namespace
}  // namespace aex::cli
