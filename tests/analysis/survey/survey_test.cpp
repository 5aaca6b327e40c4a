#include "analysis/survey/survey.hpp"

#include "analysis/program.hpp"
#include "support/shared_data.hpp"

namespace aex::analysis {
namespace {

constexpr std::uint64_t kAnySize = UINT64_MAX;

bool has_problem(const Survey& survey, bool is_fatal, const std::string& words) {
  for (const SurveyProblem& problem : survey.problems) {
    if (problem.is_fatal == is_fatal && problem.text.find(words) != std::string::npos) return true;
  }
  return false;
}

TEST(Survey, FindsTheUndeclaredVendorExtensionOfARealWorkload) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const auto found = survey(os::system_files(), data + "/mandelbrot_rv64_O0.elf", kAnySize);
  ASSERT_TRUE(found.ok()) << found.error().detail();
  EXPECT_EQ(found.value().machine, "RISC-V");
  EXPECT_EQ(found.value().abi, "double-float");
  EXPECT_EQ(found.value().undeclared, std::vector<std::string>{"xmipscmov"});
  EXPECT_EQ(found.value().debug.format, "DWARF 5");
  EXPECT_EQ(found.value().debug.sources, 3u);
  EXPECT_TRUE(has_problem(found.value(), false, "xmipscmov"));
}

TEST(Survey, TellsWhatARunWouldRefuse) {
  const testing::Program program({"gcc", 5, false, "plain"});
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  ASSERT_TRUE(program.run("strip prog -o bare").ok());
  const auto found = survey(os::system_files(), program.folder() + "/bare", 10);
  ASSERT_TRUE(found.ok()) << found.error().detail();
  EXPECT_EQ(found.value().machine, "x86-64");
  EXPECT_TRUE(has_problem(found.value(), true, "machine 62"));
  EXPECT_TRUE(has_problem(found.value(), true, "0 MiB"));
  EXPECT_TRUE(has_problem(found.value(), false, "stripped"));
  EXPECT_TRUE(has_problem(found.value(), false, "-g"));
  EXPECT_EQ(survey(os::system_files(), "/nowhere", 10).error().code(), Code::file_missing);
  const auto object = survey(os::system_files(), program.folder() + "/main.o", kAnySize);
  ASSERT_TRUE(object.ok());
  EXPECT_TRUE(has_problem(object.value(), true, ""));
}

}  // namespace
}  // namespace aex::analysis
