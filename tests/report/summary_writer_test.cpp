#include "report/summary_writer.hpp"

#include <gtest/gtest.h>

#include "report/report.hpp"
#include "support/folder.hpp"

namespace aex::report {
namespace {

TEST(SummaryWriter, IsReadByTheReader) {
  const testing::Folder folder;
  Summary summary{"I8500_(1_thread)", "an engine", "1.2", {}};
  summary.metrics.push_back({"Total Instructions Retired", "all of them", UINT64_C(196626)});
  summary.metrics.push_back({"Hit Percent", "of accesses", 99.9561234});
  const std::string path = folder.write("summary.json", summary_json(summary));
  const Result<Report> report = Report::open(os::system_files(), path);
  ASSERT_TRUE(report.ok()) << report.error().message();
  ASSERT_EQ(report.value().metrics().size(), 2u);
  EXPECT_EQ(report.value().total_instructions(), 196626);
  EXPECT_EQ(report.value().simulator(), "an engine");
  EXPECT_EQ(report.value().core(), "I8500_(1_thread)");
  const Metric* percent = report.value().find("Hit Percent");
  ASSERT_NE(percent, nullptr);
  EXPECT_EQ(percent->kind, Metric::Kind::real);
  EXPECT_EQ(percent->text, "99.9561");
  EXPECT_EQ(percent->description, "of accesses");
  EXPECT_EQ(percent->visibility, 100'000'000);
}

TEST(SummaryWriter, ListsTheMetricsInOrder) {
  Summary summary{"core", "engine", "1", {}};
  summary.metrics.push_back({"b", "", UINT64_C(1)});
  summary.metrics.push_back({"a", "", UINT64_C(2)});
  const std::string text = summary_json(summary);
  const std::size_t keys = text.find("\"ordered_keys\"");
  ASSERT_NE(keys, std::string::npos);
  EXPECT_LT(text.find("\"b\"", keys), text.find("\"a\"", keys));
}

TEST(SummaryWriter, LabelsAnEstimate) {
  const testing::Folder folder;
  Summary summary{"core", "engine", "1", {}};
  summary.metrics.push_back({"Total Cycles Consumed", "", UINT64_C(100)});
  const auto reread = [&] {
    return Report::open(os::system_files(), folder.write("summary.json", summary_json(summary)));
  };
  EXPECT_FALSE(reread().value().total_cycles_is_estimate());
  EXPECT_FALSE(reread().value().cycle_interval().has_value());
  summary.estimate = CycleEstimate{80, 130, "a model 1"};
  const Result<Report> report = reread();
  EXPECT_TRUE(report.value().total_cycles_is_estimate());
  const std::optional<CycleInterval>& interval = report.value().cycle_interval();
  ASSERT_TRUE(interval.has_value());
  EXPECT_EQ(interval->low, 80);
  EXPECT_EQ(interval->high, 130);
  EXPECT_EQ(interval->model, "a model 1");
}

TEST(SummaryWriter, TellsHowWorkloadsEnded) {
  const testing::Folder folder;
  Summary summary{"core", "engine", "1", {}};
  WorkloadEnd first{"a.elf", 7, "reports/a_Output/output.txt", true, {0, 291}, {48}};
  summary.workloads = {first, {"b.elf", 0, "", false, {}, {}}};
  const std::string path = folder.write("summary.json", summary_json(summary));
  const Result<Report> report = Report::open(os::system_files(), path);
  ASSERT_TRUE(report.ok()) << report.error().message();
  ASSERT_EQ(report.value().workloads().size(), 2u);
  const WorkloadEnd& reread = report.value().workloads()[0];
  EXPECT_EQ(reread.name, "a.elf");
  EXPECT_EQ(reread.exit_status, 7);
  EXPECT_EQ(reread.output, first.output);
  EXPECT_TRUE(reread.is_output_cut);
  EXPECT_EQ(reread.unknown_system_calls, first.unknown_system_calls);
  EXPECT_EQ(reread.unknown_semihosting, first.unknown_semihosting);
  const WorkloadEnd& quiet = report.value().workloads()[1];
  EXPECT_EQ(quiet.name, "b.elf");
  EXPECT_TRUE(quiet.output.empty() && quiet.unknown_system_calls.empty());
}

}  // namespace
}  // namespace aex::report
