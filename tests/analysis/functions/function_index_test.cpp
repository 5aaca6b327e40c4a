#include "analysis/functions/function_index.hpp"

#include "analysis/program.hpp"
#include "support/shared_data.hpp"

namespace aex::analysis {
namespace {

std::string innermost(const FunctionIndex& index, std::uint64_t address) {
  const std::vector<Frame> chain = index.chain(address);
  return chain.empty() ? "" : index.name(chain.back().name);
}

TEST(FunctionIndex, NamesTheFunctionsOfARealWorkload) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const auto index = FunctionIndex::build(os::system_files(), data + "/mandelbrot_rv64_O0.elf");
  ASSERT_TRUE(index.ok()) << index.error().detail();
  EXPECT_EQ(innermost(index.value(), 0x10138), "_start");
  EXPECT_EQ(innermost(index.value(), 0x0), "");
}

TEST(FunctionIndex, KnowsSymbolsOfAStrippedProgramAndNothingWithoutThem) {
  const testing::Program program({"gcc", 5, false, "plain"});
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  ASSERT_TRUE(program.run("strip -g prog -o debugless; strip prog -o bare").ok());
  const std::string folder = program.folder();
  const auto full = FunctionIndex::build(os::system_files(), folder + "/debugless");
  ASSERT_TRUE(full.ok());
  std::vector<std::string> names;
  full.value().scopes().each([&](std::uint64_t, std::uint64_t, ScopeId scope) {
    names.push_back(full.value().name(full.value().scopes()[scope].name));
  });
  EXPECT_NE(std::find(names.begin(), names.end(), "main"), names.end());
  const auto bare = FunctionIndex::build(os::system_files(), folder + "/bare");
  ASSERT_TRUE(bare.ok());
  EXPECT_EQ(bare.value().scopes().size(), 0u);
}

TEST(FunctionIndex, TellsWhichSplitFilesAreMissing) {
  const testing::Program program({"gcc", 5, false, "split"});
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  ASSERT_TRUE(program.run("rm other.dwo").ok());
  const auto index = FunctionIndex::build(os::system_files(), program.path());
  ASSERT_TRUE(index.ok()) << index.error().detail();
  EXPECT_EQ(index.value().missing(), std::vector<std::string>{"other.dwo"});
}

}  // namespace
}  // namespace aex::analysis
