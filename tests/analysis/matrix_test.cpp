/* Every program of the matrix is built once and judged against LLVM's tools in every way. */
#include <gtest/gtest.h>

#include "analysis/debug_file.hpp"
#include "analysis/functions/function_index.hpp"
#include "analysis/line_index.hpp"
#include "analysis/oracle.hpp"
#include "analysis/sources.hpp"
#include "dwarf/line/program.hpp"

namespace aex::analysis {
namespace {

using testing::Build;
using testing::Program;

/* Rows as the oracle writes them. */
class RowTexts final : public dwarf::RowSink {
 public:
  bool take(const dwarf::Row& row) override {
    char numbers[128];
    std::snprintf(numbers, sizeof numbers, "0x%016llx %u %u %u %u %u",
                  static_cast<unsigned long long>(row.address), row.line, row.column, row.file,
                  row.isa, row.discriminator);
    std::string text = numbers;
    if (row.is_stmt) text += " is_stmt";
    if (row.is_block_start) text += " basic_block";
    if (row.ends_prologue) text += " prologue_end";
    if (row.begins_epilogue) text += " epilogue_begin";
    if (row.ends_sequence) text += " end_sequence";
    rows.push_back(text);
    return true;
  }
  std::vector<std::string> rows;
};

Result<std::vector<std::string>> all_rows(const std::string& path) {
  AEX_TRY(const std::unique_ptr<DebugFile> file, DebugFile::open(os::system_files(), path));
  AEX_TRY(dwarf::Section* const section, file->find(".debug_line"));
  AEX_TRY(dwarf::Strings strings, dwarf::Strings::open(*file));
  dwarf::LineTables tables(*section, *file, strings);
  dwarf::LinePrograms programs(*section, *file, strings);
  dwarf::LineTable table;
  RowTexts rows;
  for (std::uint64_t offset = 0;;) {
    AEX_TRY(const bool is_there, tables.read_next(&offset, table));
    if (!is_there) return rows.rows;
    AEX_CHECK(programs.run(table, rows));
  }
}

/* Every address of the sections that hold code, in steps of two. */
std::vector<std::uint64_t> code_addresses(const std::string& path) {
  std::vector<std::uint64_t> addresses;
  const auto file = DebugFile::open(os::system_files(), path);
  for (const elf::Section& section : file.value()->table().all()) {
    if ((section.flags & elf::kSectionExecutable) == 0) continue;
    for (std::uint64_t i = 0; i < section.size + 8; i += 2) {
      addresses.push_back(section.address + i);
    }
  }
  return addresses;
}

class Matrix : public ::testing::TestWithParam<Build> {};

void expect_sources(const Program& program) {
  const auto sources = source_files(os::system_files(), program.path());
  ASSERT_TRUE(sources.ok()) << sources.error().detail();
  const std::set<std::string> expected = testing::oracle_sources(program);
  EXPECT_EQ(std::set<std::string>(sources.value().begin(), sources.value().end()), expected);
  EXPECT_EQ(sources.value().size(), expected.size());
  EXPECT_TRUE(std::is_sorted(sources.value().begin(), sources.value().end()));
}

void expect_existing_sources(const Program& program, const Build& build) {
  const auto sources = source_files(os::system_files(), program.path(), {true});
  ASSERT_TRUE(sources.ok()) << sources.error().detail();
  std::vector<std::string> expected = {"inc/shared.h", "inc/sys/basic.h",  "lib/deep/third.c",
                                       "lib/other.c",  "src/deep/inner.h", "src/main.c"};
  if (build.variant == "relative") expected.clear();
  for (std::string& path : expected) path = program.folder() + "/" + path;
  EXPECT_EQ(sources.value(), expected);
}

void expect_rows(const Program& program) {
  const auto rows = all_rows(program.path());
  ASSERT_TRUE(rows.ok()) << rows.error().detail();
  EXPECT_GT(rows.value().size(), 10u);
  EXPECT_EQ(rows.value(), testing::oracle_rows(program));
}

void expect_lines(const Program& program, const LineIndex& index) {
  const std::vector<std::uint64_t> addresses = code_addresses(program.path());
  const std::vector<std::string> expected = testing::oracle_lines(program, addresses);
  ASSERT_EQ(expected.size(), addresses.size());
  std::size_t found = 0;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    LineSpan span;
    std::string line;
    if (index.find(addresses[i], &span)) {
      EXPECT_LE(span.begin, addresses[i]);
      EXPECT_GT(span.end, addresses[i]);
      line = index.path(span.file) + ":" + std::to_string(span.line);
      ++found;
    }
    EXPECT_EQ(line, expected[i]) << std::hex << addresses[i];
  }
  EXPECT_GT(found, 20u);
}

std::string chain_text(const FunctionIndex& index, std::uint64_t address) {
  const std::vector<Frame> frames = index.chain(address);
  std::string text;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    text += (i == 0 ? "" : " > ") + index.name(frames[i].name);
    if (i + 1 == frames.size()) break;
    const bool has_path = frames[i].call_path != kNoPath;
    text += "@" + (has_path ? index.path(frames[i].call_path) : "");
    text += ":" + std::to_string(frames[i].call_line);
  }
  return text;
}

/* Names of functions, and through which calls code was inlined. */
void expect_chains(const Program& program) {
  const auto index = FunctionIndex::build(os::system_files(), program.path());
  ASSERT_TRUE(index.ok()) << index.error().detail();
  EXPECT_TRUE(index.value().missing().empty());
  const std::vector<std::uint64_t> addresses = code_addresses(program.path());
  const std::vector<std::string> expected = testing::oracle_chains(program, addresses);
  ASSERT_EQ(expected.size(), addresses.size());
  std::size_t inlined = 0;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const std::string chain = chain_text(index.value(), addresses[i]);
    inlined += chain.find(" > ") != std::string::npos;
    EXPECT_EQ(chain, expected[i]) << std::hex << addresses[i];
  }
  EXPECT_GT(inlined, 2u);
}

void expect_order(const LineIndex& index) {
  std::uint64_t before = 0;
  std::size_t count = 0;
  index.each([&](const LineSpan& span) {
    EXPECT_GE(span.begin, before);
    EXPECT_LT(span.begin, span.end);
    before = span.end;
    LineSpan found;
    ASSERT_TRUE(index.find(span.end - 1, &found));
    EXPECT_EQ(found.begin, span.begin);
    EXPECT_EQ(found.line, span.line);
    ++count;
  });
  EXPECT_LE(count, index.size());
  EXPECT_GT(count, 10u);
}

TEST_P(Matrix, AgreesWithLlvm) {
  if (testing::dwarfdump_tool().empty()) GTEST_SKIP() << "llvm-dwarfdump is not on this machine";
  const Program program(GetParam());
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  expect_sources(program);
  expect_existing_sources(program, GetParam());
  expect_rows(program);
  const Result<LineIndex> index = LineIndex::build(os::system_files(), program.path());
  ASSERT_TRUE(index.ok()) << index.error().detail();
  expect_lines(program, index.value());
  expect_order(index.value());
  expect_chains(program);
}

INSTANTIATE_TEST_SUITE_P(All, Matrix, ::testing::ValuesIn(testing::all_builds()),
                         [](const auto& info) { return info.param.name(); });

}  // namespace
}  // namespace aex::analysis
