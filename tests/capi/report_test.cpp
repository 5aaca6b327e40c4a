#include "atlasexplorer/report.h"

#include "owned.hpp"
#include "support/folder.hpp"
#include "support/shared_data.hpp"

namespace aex::testing {
namespace {

constexpr char kSummary[] = R"json({"Statistics":{"Summary Performance Report":{
  "Total Cycles Consumed":{"desc":"cycles","vis":100000000,"val":253627},
  "Total Instructions Retired":{"desc":"instructions","vis":1,"val":196626},
  "IPC":{"desc":"","vis":1,"val":0.775257},
  "Ratio":{"desc":"","vis":1,"val":"nan"},
  "ordered_keys":["Total Cycles Consumed","Total Instructions Retired","IPC","Ratio"]}},
  "siminfo":{"name":"simulator"},"report_metadata":{"arch":"I8500_(1_thread)"}})json";

class Report : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"n", "n/n", "n/n/reports", "n/n/reports/summary"}) {
      auto made = os::system_files().make_folder(folder_ / name, os::Access::shared, nullptr);
      ASSERT_TRUE(made.ok());
    }
    summary_ = folder_.write("n/n/reports/summary/summary.json", kSummary);
    folder_.write("n/n/reports/summary/summary_roi_1.json", kSummary);
  }

  Folder folder_;
  std::string summary_;
  Owned<aex_report> report_;
  Failure error;
};

TEST_F(Report, OpensAnExperimentsFolder) {
  for (const char* name : {"n", "n/n"}) {
    ASSERT_FINE(aex_report_open(&report_, (folder_ / name).c_str(), &error));
    EXPECT_EQ(aex_report_summary_path(report_), summary_);
    EXPECT_EQ(aex_report_directory(report_), folder_ / "n/n");
    ASSERT_EQ(aex_report_file_count(report_), 2u);
    EXPECT_EQ(aex_report_file(report_, 0), summary_);
    EXPECT_STREQ(aex_report_file(report_, 2), "");
  }
}

TEST_F(Report, OpensASummaryAlone) {
  const std::string roi = folder_ / "n/n/reports/summary/summary_roi_1.json";
  ASSERT_FINE(aex_report_open(&report_, roi.c_str(), &error));
  EXPECT_EQ(aex_report_summary_path(report_), roi);
  EXPECT_STREQ(aex_report_directory(report_), "");
  EXPECT_EQ(aex_report_file_count(report_), 0u);
  EXPECT_EQ(aex_report_metric_count(report_), 4u);
}

TEST_F(Report, GivesTheTotals) {
  ASSERT_FINE(aex_report_open(&report_, summary_.c_str(), &error));
  int64_t cycles = 0;
  int64_t instructions = 0;
  EXPECT_EQ(aex_report_total_cycles(&cycles, report_), 1);
  EXPECT_EQ(aex_report_total_instructions(&instructions, report_), 1);
  EXPECT_EQ(cycles, 253627);
  EXPECT_EQ(instructions, 196626);
  EXPECT_EQ(aex_report_total_cycles_is_estimate(report_), 0);
  EXPECT_STREQ(aex_report_simulator(report_), "simulator");
  EXPECT_STREQ(aex_report_core(report_), "I8500_(1_thread)");
}

TEST_F(Report, GivesMetricsInTheirOrderAndByName) {
  ASSERT_FINE(aex_report_open(&report_, summary_.c_str(), &error));
  ASSERT_EQ(aex_report_metric_count(report_), 4u);
  const aex_metric* cycles = aex_report_metric(report_, 0);
  EXPECT_STREQ(aex_metric_name(cycles), "Total Cycles Consumed");
  EXPECT_STREQ(aex_metric_description(cycles), "cycles");
  EXPECT_EQ(aex_metric_visibility(cycles), 100000000);
  EXPECT_EQ(aex_metric_value_kind(cycles), AEX_METRIC_INTEGER);
  EXPECT_EQ(aex_metric_integer(cycles), 253627);
  EXPECT_EQ(aex_metric_real(cycles), 253627.0);
  const aex_metric* ipc = aex_report_find(report_, "IPC");
  EXPECT_EQ(aex_metric_value_kind(ipc), AEX_METRIC_REAL);
  EXPECT_EQ(aex_metric_real(ipc), 0.775257);
  const aex_metric* ratio = aex_report_find(report_, "Ratio");
  EXPECT_EQ(aex_metric_value_kind(ratio), AEX_METRIC_TEXT);
  EXPECT_STREQ(aex_metric_text(ratio), "nan");
  EXPECT_EQ(aex_report_metric(report_, 4), nullptr);
  EXPECT_EQ(aex_report_find(report_, "no such"), nullptr);
  EXPECT_EQ(aex_report_find(report_, nullptr), nullptr);
}

constexpr char kLocalSummary[] = R"json({"Statistics":{"Summary Performance Report":{
  "Total Cycles Consumed":{"desc":"cycles","vis":1,"val":100},
  "ordered_keys":["Total Cycles Consumed"]}},
  "report_metadata":{"cycles_are_estimate":true,"cycles_low":80,"cycles_high":130,
  "cycles_model":"a model","workloads":[{"name":"a.elf","exit_status":7,
  "output":"reports/a_Output/output.txt","output_is_cut":true},{"name":"b.elf"}]}})json";

TEST_F(Report, SaysHowFarAnEstimateMayBeOff) {
  const std::string path = folder_.write("local.json", kLocalSummary);
  ASSERT_FINE(aex_report_open(&report_, path.c_str(), &error));
  int64_t low = 0;
  int64_t high = 0;
  EXPECT_EQ(aex_report_cycle_interval(&low, &high, report_), 1);
  EXPECT_EQ(low, 80);
  EXPECT_EQ(high, 130);
  EXPECT_EQ(aex_report_cycle_interval(&low, nullptr, report_), 0);
  EXPECT_STREQ(aex_report_cycle_model(report_), "a model");
}

TEST_F(Report, SimulatedCyclesHaveNoInterval) {
  ASSERT_FINE(aex_report_open(&report_, summary_.c_str(), &error));
  int64_t low = 1;
  int64_t high = 2;
  EXPECT_EQ(aex_report_cycle_interval(&low, &high, report_), 0);
  EXPECT_EQ(low, 1);
  EXPECT_EQ(high, 2);
  EXPECT_STREQ(aex_report_cycle_model(report_), "");
  EXPECT_EQ(aex_report_workload_count(report_), 0u);
}

TEST_F(Report, SaysHowWorkloadsEnded) {
  const std::string path = folder_.write("local.json", kLocalSummary);
  ASSERT_FINE(aex_report_open(&report_, path.c_str(), &error));
  ASSERT_EQ(aex_report_workload_count(report_), 2u);
  EXPECT_STREQ(aex_report_workload_name(report_, 0), "a.elf");
  EXPECT_EQ(aex_report_workload_exit_status(report_, 0), 7);
  EXPECT_STREQ(aex_report_workload_output(report_, 0), "reports/a_Output/output.txt");
  EXPECT_EQ(aex_report_workload_output_is_cut(report_, 0), 1);
  EXPECT_STREQ(aex_report_workload_name(report_, 1), "b.elf");
  EXPECT_EQ(aex_report_workload_exit_status(report_, 1), 0);
  EXPECT_STREQ(aex_report_workload_output(report_, 1), "");
  EXPECT_EQ(aex_report_workload_output_is_cut(report_, 1), 0);
  EXPECT_STREQ(aex_report_workload_name(report_, 2), "");
}

TEST_F(Report, ABrokenSummaryIsNamed) {
  const std::string path = folder_.write("broken.json", "{");
  EXPECT_EQ(aex_report_open(&report_, path.c_str(), &error), AEX_E_REPORT_MALFORMED);
  EXPECT_NE(said(error).find(path), std::string::npos) << said(error);
  EXPECT_EQ(report_, nullptr);
}

TEST_F(Report, NullIsNoReport) {
  int64_t cycles = 42;
  EXPECT_EQ(aex_report_total_cycles(&cycles, nullptr), 0);
  EXPECT_EQ(cycles, 42);
  EXPECT_EQ(aex_report_metric_count(nullptr), 0u);
  EXPECT_EQ(aex_report_metric(nullptr, 0), nullptr);
  EXPECT_STREQ(aex_metric_name(nullptr), "");
  EXPECT_EQ(aex_metric_real(nullptr), 0.0);
}

TEST(RealReport, HasTheKnownTotals) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const std::string path = data + "/real_run_1_thread/reports/summary/summary.json";
  Owned<aex_report> report;
  Failure error;
  ASSERT_FINE(aex_report_open(&report, path.c_str(), &error));
  int64_t total = 0;
  EXPECT_EQ(aex_report_total_cycles(&total, report), 1);
  EXPECT_EQ(total, 253627);
  EXPECT_EQ(aex_report_total_instructions(&total, report), 1);
  EXPECT_EQ(total, 196626);
}

}  // namespace
}  // namespace aex::testing
