#include "report/results_dir.hpp"

#include "support/folder.hpp"

namespace aex::report {
namespace {

using testing::Folder;

class ResultsDirTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* below : {"E/N/N/reports/summary", "E/N/N/reports/a_Instruction_Counts"}) {
      ASSERT_TRUE(os::make_folders(os::system_files(), folder_ / below, os::Access::shared).ok());
    }
    folder_.write("E/N/N/reports/summary/summary.json", "{}");
    folder_.write("E/N/N/reports/summary/summary_roi_1.json", "{}");
    folder_.write("E/N/N/reports/a_Instruction_Counts/inst_counts.txt", "");
  }
  Folder folder_;
};

TEST_F(ResultsDirTest, IsFoundFromTheExperimentAndFromItsInnerFolder) {
  for (const char* from : {"E/N", "E/N/", "E/N/N", "E/N/../N"}) {
    const auto found = find_results(os::system_files(), folder_ / from);
    ASSERT_TRUE(found.ok()) << from << found.error().message();
    EXPECT_EQ(found.value().experiment, folder_ / "E/N");
    EXPECT_EQ(found.value().root, folder_ / "E/N/N");
    EXPECT_EQ(found.value().summary, folder_ / "E/N/N/reports/summary/summary.json");
    ASSERT_EQ(found.value().reports.size(), 3u);
    EXPECT_EQ(found.value().reports[0],
              folder_ / "E/N/N/reports/a_Instruction_Counts/inst_counts.txt");
    EXPECT_EQ(found.value().reports[1], found.value().summary);
  }
}

TEST_F(ResultsDirTest, AFolderWithoutASummaryIsAnErrorThatNamesIt) {
  const auto found = find_results(os::system_files(), folder_ / "E");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code(), Code::report_missing);
  EXPECT_NE(found.error().detail().find(folder_ / "E"), std::string::npos);
}

}  // namespace
}  // namespace aex::report
