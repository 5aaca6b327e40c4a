#include "analysis/hot/hot.hpp"

#include "analysis/functions/function_index.hpp"
#include "analysis/hot/blocks.hpp"
#include "analysis/hot/document.hpp"
#include "analysis/hot/place.hpp"
#include "analysis/program.hpp"
#include "codec/json.hpp"
#include "support/shared_data.hpp"

namespace aex::analysis {
namespace {

Result<Hot> real_hot(const std::string& data) {
  os::Files& files = os::system_files();
  AEX_TRY(const HotPlace place,
          find_counts(files, data + "/real_run_1_thread", "mandelbrot_rv64_O0"));
  AEX_TRY(std::vector<report::InstructionCount> counts,
          report::read_inst_counts(files, place.counts));
  return find_hot(files, std::move(counts), data + "/mandelbrot_rv64_O0.elf");
}

TEST(Hot, JoinsTheServicesCountsWithFunctionsAndLines) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const Result<Hot> hot = real_hot(data);
  ASSERT_TRUE(hot.ok()) << hot.error().detail();
  EXPECT_EQ(hot.value().total, 196626u);
  const HotFunction& first = hot.value().functions[0];
  EXPECT_EQ(first.name, "iterate_p1");
  EXPECT_EQ(first.self, 61820u);
  EXPECT_EQ(first.calls, 2810u);
  EXPECT_EQ(first.line, 11u);
  std::uint64_t functions = 0, lines = 0, blocks = 0, stacks = 0;
  for (const HotFunction& one : hot.value().functions) functions += one.self;
  for (const HotLine& one : hot.value().lines) lines += one.retired;
  for (const HotBlock& one : hot.value().blocks) blocks += one.retired;
  for (const HotStack& one : hot.value().stacks) stacks += one.retired;
  EXPECT_EQ(functions, 196626u);
  EXPECT_EQ(lines, 196626u);
  EXPECT_EQ(blocks, 196626u);
  EXPECT_EQ(stacks, 196626u);
}

TEST(Hot, DocumentsAreWhole) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const Result<Hot> hot = real_hot(data);
  ASSERT_TRUE(hot.ok());
  const auto json = codec::Json::parse(hot_json(hot.value(), {"a.elf", "inst_counts.txt"}, 3));
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json.value()["total_instructions"].integer(), 196626);
  EXPECT_EQ(json.value()["functions"].size(), 3u);
  EXPECT_EQ(json.value()["functions"].first()["name"].text(), "iterate_p1");
  SourceTexts sources(os::system_files(), "");
  const std::string page = hot_page(hot.value(), {"<a>.elf", "inst_counts.txt"}, 3, sources);
  EXPECT_NE(page.find("&lt;a&gt;.elf"), std::string::npos);
  EXPECT_EQ(page.find("<a>"), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos) << "it must need nothing else";
  EXPECT_NE(folded_stacks(hot.value()).find("iterate_p1 61820\n"), std::string::npos);
}

TEST(Hot, InlinedCallsCountForThemselvesAndTheirCallers) {
  const testing::Program program({"gcc", 5, false, "sections"});
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  const auto index = FunctionIndex::build(os::system_files(), program.path());
  ASSERT_TRUE(index.ok());
  std::vector<report::InstructionCount> counts;
  std::uint64_t inlined = 0;
  index.value().scopes().each([&](std::uint64_t begin, std::uint64_t, ScopeId) {
    report::InstructionCount count;
    count.address = begin;
    count.retired = 5;
    counts.push_back(count);
    inlined += index.value().chain(begin).size() > 1 ? 5 : 0;
  });
  ASSERT_GT(inlined, 0u);
  const Result<Hot> hot = find_hot(os::system_files(), counts, program.path());
  ASSERT_TRUE(hot.ok());
  std::uint64_t above = 0;
  for (const HotFunction& one : hot.value().functions) above += one.with_inlined - one.self;
  EXPECT_GE(above, inlined);
  EXPECT_NE(folded_stacks(hot.value()).find("main;inner "), std::string::npos);
  SourceTexts sources(os::system_files(), "");
  for (std::uint32_t i = 0; i < hot.value().functions.size(); ++i) {
    if (hot.value().functions[i].name != "inner") continue;
    const std::vector<ListedFile> files = list_function(hot.value(), i, sources);
    ASSERT_EQ(files.size(), 1u);
    EXPECT_TRUE(files[0].is_found);
    EXPECT_NE(files[0].path.find("src/deep/inner.h"), std::string::npos);
    EXPECT_EQ(files[0].lines[1].text.substr(0, 6), "static");
  }
}

TEST(Hot, CodeWithoutAProgramHasBlocksOnly) {
  std::vector<report::InstructionCount> counts(4);
  const char* const texts[] = {"addi x1,x1,1", "bne x1,x2,4", "addi x1,x1,1", "addi x1,x1,1"};
  for (std::size_t i = 0; i < 4; ++i) {
    counts[i].address = 0x100 + 4 * i;
    counts[i].retired = i < 3 ? 10 : 4;
    counts[i].text = texts[i];
  }
  const Result<Hot> hot = find_hot(os::system_files(), counts, "");
  ASSERT_TRUE(hot.ok());
  EXPECT_EQ(hot.value().functions[0].name, "[unknown]");
  ASSERT_EQ(hot.value().blocks.size(), 3u);
  EXPECT_EQ(hot.value().blocks[0].length, 2u);
  EXPECT_EQ(hot.value().blocks[0].retired, 20u);
  EXPECT_EQ(hot.value().blocks[2].times, 4u);
}

TEST(LeavesBlock, KnowsJumpsFromBitOperations) {
  EXPECT_TRUE(leaves_block("bne         x1,x2,100"));
  EXPECT_TRUE(leaves_block("c.jr x1"));
  EXPECT_FALSE(leaves_block("bset x1,x2,x3"));
}

TEST(FindCounts, NamesWhatThereIs) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const auto other = find_counts(os::system_files(), data + "/real_run_1_thread", "other");
  EXPECT_EQ(other.error().code(), Code::report_missing);
  EXPECT_NE(other.error().detail().find("mandelbrot_rv64_O0"), std::string::npos);
  EXPECT_EQ(find_counts(os::system_files(), data, "").error().code(), Code::report_missing);
}

}  // namespace
}  // namespace aex::analysis
