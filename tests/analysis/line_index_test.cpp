#include "analysis/line_index.hpp"

#include <gtest/gtest.h>

#include "dwarf/line/bytes.hpp"
#include "support/elf/elf_sections.hpp"
#include "support/memory_files.hpp"
#include "support/shared_data.hpp"

namespace aex::analysis {
namespace {

using testing::ByteWriter;
using testing::ElfSections;

constexpr std::uint64_t kCode = 6; /* allocated and executable */

/* A program of DWARF 5 with code at 0x1000, 0x1000 bytes long. */
Result<LineIndex> index_of(const ByteWriter& program) {
  testing::MemoryFiles files;
  files.contents["a.elf"] =
      ElfSections()
          .add(".text", Bytes(0x1000), kCode, 1, 0x1000)
          .add(".debug_line", line_table({}, testing::line_lists({}), program).bytes())
          .file();
  return LineIndex::build(files, "a.elf");
}

ByteWriter at(std::uint64_t address) { return ByteWriter().u8(0).uleb(9).u8(2).u64(address); }
/* Ends a sequence `bytes` later. */
ByteWriter end(std::uint64_t bytes) { return ByteWriter().u8(2).uleb(bytes).u8(0).uleb(1).u8(1); }
/* A row at the present address with this line more than the last. */
ByteWriter row(std::int64_t lines) { return ByteWriter().u8(3).sleb(lines).u8(1); }
ByteWriter step(std::uint64_t bytes) { return ByteWriter().u8(2).uleb(bytes); }

/* "begin-end:line" of all spans. */
std::string spans(const LineIndex& index) {
  std::string all;
  index.each([&](const LineSpan& span) {
    char text[64];
    std::snprintf(text, sizeof text, "%s%llx-%llx:%u", all.empty() ? "" : " ",
                  static_cast<unsigned long long>(span.begin),
                  static_cast<unsigned long long>(span.end), span.line);
    all += text;
  });
  return all;
}

std::string spans(const ByteWriter& program) {
  const Result<LineIndex> index = index_of(program);
  return index.ok() ? spans(index.value()) : index.error().detail();
}

TEST(LineIndex, JoinsRowsOfOneLineAndKeepsTheLastOfAnAddress) {
  ByteWriter program = at(0x1000);
  program.raw(row(9)).raw(step(4)).raw(row(0)).raw(step(4)).raw(row(1)).raw(row(1)).raw(end(4));
  EXPECT_EQ(spans(program), "1000-1008:10 1008-100c:12");
}

TEST(LineIndex, LeavesOutWhatTheLinkerDiscarded) {
  ByteWriter program = at(0);
  program.raw(row(1)).raw(end(8)).raw(at(0x1010)).raw(row(2)).raw(end(8));
  program.raw(at(UINT64_MAX)).raw(row(1)).raw(end(8)).raw(at(0x2000)).raw(row(1)).raw(end(8));
  EXPECT_EQ(spans(program), "1010-1018:3");
}

TEST(LineIndex, SortsSequencesAndMakesThemDisjoint) {
  ByteWriter program = at(0x1100);
  program.raw(row(1)).raw(end(16)).raw(at(0x1000)).raw(row(2)).raw(end(16));
  program.raw(at(0x1008)).raw(row(3)).raw(step(4)).raw(row(1)).raw(step(8)).raw(row(1)).raw(end(4));
  program.raw(at(0x1000)).raw(row(7)).raw(end(8));
  EXPECT_EQ(spans(program), "1000-1010:3 1010-1014:5 1014-1018:6 1100-1110:2");
}

TEST(LineIndex, SortsRowsThatGoBack) {
  ByteWriter program = at(0x1000);
  program.raw(row(1)).raw(step(8)).raw(row(1)).raw(at(0x1004)).raw(row(1));
  program.raw(at(0x1010)).raw(end(0));
  EXPECT_EQ(spans(program), "1000-1004:2 1004-1008:4 1008-1010:3");
}

TEST(LineIndex, ForgetsSequencesWithoutAnEnd) {
  ByteWriter program = at(0x1000);
  program.raw(row(1)).raw(end(8)).raw(at(0x1100)).raw(row(1));
  EXPECT_EQ(spans(program), "1000-1008:2");
  EXPECT_EQ(spans(at(0x1000).raw(row(1)).raw(end(0))), "");
}

TEST(LineIndex, FindsByAddress) {
  ByteWriter program = at(0x1000);
  program.u8(5).uleb(70000).u8(4).uleb(2).raw(row(1)).raw(step(8)).u8(6).raw(row(1)).raw(end(8));
  const LineIndex index = index_of(program).value();
  LineSpan span;
  EXPECT_FALSE(index.find(0xfff, &span));
  EXPECT_FALSE(index.find(0x1010, &span));
  EXPECT_FALSE(index.find(UINT64_MAX, &span));
  ASSERT_TRUE(index.find(0x1007, &span));
  EXPECT_EQ(span.begin, 0x1000u);
  EXPECT_EQ(span.end, 0x1008u);
  EXPECT_EQ(span.line, 2u);
  EXPECT_EQ(span.column, 65535u);
  EXPECT_TRUE(span.is_stmt);
  EXPECT_EQ(index.path(span.file), "C:\\w/d.h");
  ASSERT_TRUE(index.find(0x1008, &span));
  EXPECT_EQ(span.line, 3u);
  EXPECT_FALSE(span.is_stmt);
}

TEST(LineIndex, FilesOutOfRangeAreNone) {
  const LineIndex index = index_of(at(0x1000).u8(4).uleb(99).raw(row(1)).raw(end(8))).value();
  LineSpan span;
  ASSERT_TRUE(index.find(0x1000, &span));
  EXPECT_EQ(span.file, FileTable::kNone);
}

TEST(LineIndex, NeedsLineTables) {
  testing::MemoryFiles files;
  files.contents["a.elf"] = ElfSections().add(".text", {1}).file();
  EXPECT_EQ(LineIndex::build(files, "a.elf").error().code(), Code::debug_info_missing);
}

TEST(LineIndex, OfTheVendorsWorkload) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const Result<LineIndex> index =
      LineIndex::build(os::system_files(), data + "/mandelbrot_rv64_O0.elf");
  ASSERT_TRUE(index.ok()) << index.error().detail();
  LineSpan span;
  ASSERT_TRUE(index.value().find(0x10204, &span));
  EXPECT_EQ(span.line, 11u);
  EXPECT_NE(index.value().path(span.file).find("iterator.c"), std::string::npos);
}

}  // namespace
}  // namespace aex::analysis
