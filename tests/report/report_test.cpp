#include "report/report.hpp"

#include <cstdlib>

#include "support/folder.hpp"
#include "support/shared_data.hpp"

namespace aex::report {
namespace {

using testing::Folder;

Result<Report> open_text(const Folder& folder, const std::string& text) {
  return Report::open(os::system_files(), folder.write("summary.json", text));
}

std::string summary_with(const std::string& metrics) {
  return "{\"Statistics\": {\"Summary Performance Report\": {" + metrics +
         ", \"ordered_keys\": [\"x\"]}}, \"siminfo\": {\"name\": \" Model \"}, "
         "\"report_metadata\": {\"arch\": \"I8500_(1_thread)\"}}";
}

TEST(Report, LetsNoWorkloadsOutputLeadOutOfTheResults) {
  const testing::Folder folder;
  const auto output_of = [&](const std::string& path) {
    const std::string json = R"({"Statistics":{"Summary Performance Report":{}},"report_metadata":)"
                             R"({"workloads":[{"name":"a","output":")" +
                             path + R"("}]}})";
    auto report = Report::open(os::system_files(), folder.write("summary.json", json));
    EXPECT_TRUE(report.ok());
    return report.value().workloads().at(0).output;
  };
  for (const char* path : {"reports/a_Output/output.txt", "reports/a..b_Output/output.txt"}) {
    EXPECT_EQ(output_of(path), path);
  }
  for (const char* path :
       {"/etc/passwd", "reports/..", "reports/../../secret", "../a", "reports", "config.json"}) {
    EXPECT_EQ(output_of(path), "") << path;
  }
}

TEST(Report, MetricsKeepTheirOrderKindAndText) {
  const Folder folder;
  const auto report = open_text(
      folder, summary_with(R"("Total Cycles Consumed": {"desc": "d", "vis": 5, "val": 253627},)"
                           R"("IPC": {"desc": "", "vis": 0, "val": 0.775257},)"
                           R"("Hit Percent": {"desc": "", "vis": 0, "val": "nan"})"));
  ASSERT_TRUE(report.ok()) << report.error().message();
  const std::vector<Metric>& metrics = report.value().metrics();
  ASSERT_EQ(metrics.size(), 3u);
  EXPECT_EQ(metrics[0].name, "Total Cycles Consumed");
  EXPECT_EQ(metrics[0].description, "d");
  EXPECT_EQ(metrics[0].visibility, 5);
  EXPECT_EQ(metrics[0].kind, Metric::Kind::integer);
  EXPECT_EQ(metrics[0].integer, 253627);
  EXPECT_EQ(metrics[1].kind, Metric::Kind::real);
  EXPECT_EQ(metrics[1].real, 0.775257);
  EXPECT_EQ(metrics[1].text, "0.775257");
  EXPECT_EQ(metrics[2].kind, Metric::Kind::text);
  EXPECT_EQ(metrics[2].text, "nan");
  EXPECT_EQ(report.value().simulator(), "Model");
  EXPECT_EQ(report.value().core(), "I8500_(1_thread)");
  EXPECT_EQ(report.value().find("nothing"), nullptr);
}

TEST(Report, TotalsAreFoundForOneThreadAndForMany) {
  const Folder folder;
  const auto one = open_text(folder, summary_with(R"("Total Instructions Retired": {"val": 7})"));
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(one.value().total_instructions(), 7);
  EXPECT_FALSE(one.value().total_cycles().has_value());
  const auto many = open_text(
      folder, summary_with(R"j("Total Instructions Retired (All Threads)": {"val": 9})j"));
  ASSERT_TRUE(many.ok());
  EXPECT_EQ(many.value().total_instructions(), 9);
}

TEST(Report, WhatIsNoReportIsAnErrorThatNamesTheFile) {
  const Folder folder;
  for (const char* bad : {"", "{", "[]", "{\"Statistics\": {}}", "\x1f\x8b"}) {
    const auto report = open_text(folder, bad);
    ASSERT_FALSE(report.ok()) << bad;
    EXPECT_EQ(report.error().code(), Code::report_malformed);
    EXPECT_NE(report.error().detail().find("summary.json"), std::string::npos);
  }
  EXPECT_EQ(Report::open(os::system_files(), folder / "none.json").error().code(),
            Code::report_missing);
}

TEST(Report, ReadsWhatTheServiceReturned) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const auto report =
      Report::open(os::system_files(), data + "/real_run_1_thread/reports/summary/summary.json");
  ASSERT_TRUE(report.ok()) << report.error().message();
  EXPECT_EQ(report.value().total_cycles(), 253627);
  EXPECT_EQ(report.value().total_instructions(), 196626);
  EXPECT_EQ(report.value().metrics().size(), 46u);
  EXPECT_EQ(report.value().simulator(), "Shinro RISC-V Perf Model");
  const auto unused = Report::open(os::system_files(),
                                   data + "/real_run_1_thread/reports/summary/summary_roi_2.json");
  ASSERT_TRUE(unused.ok());
  EXPECT_EQ(unused.value().find("Instructions Per Cycle (IPC)")->text, "nan");
}

}  // namespace
}  // namespace aex::report
