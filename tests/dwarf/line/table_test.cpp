#include "dwarf/line/table.hpp"

#include <gtest/gtest.h>

#include "dwarf/line/bytes.hpp"
#include "support/elf/debug_sections.hpp"

namespace aex::dwarf {
namespace {

using testing::ByteWriter;
using testing::LineShape;

/* One reader over hand-made sections. */
struct Reader {
  explicit Reader(const ByteWriter& lines, bool is_big_endian = false) : sections(is_big_endian) {
    sections.add(".debug_line", lines.bytes());
  }
  Status read(std::uint64_t offset = 0, TextBase base = {}) {
    Result<Strings> opened = Strings::open(sections);
    EXPECT_TRUE(opened.ok());
    strings.emplace(std::move(opened).value());
    LineTables tables(*sections.find(".debug_line").value(), sections, *strings);
    return tables.read(offset, base, table);
  }
  std::string text(TextId id) const { return std::string(strings->text(id)); }
  /* "folder:name" of every file, joined by blanks. */
  std::string files() const {
    std::string all;
    for (const FileEntry& file : table.files) {
      all += (all.empty() ? "" : " ") + text(table.folder_of(file)) + ':' + text(file.name);
    }
    return all;
  }

  testing::DebugSections sections;
  std::optional<Strings> strings;
  LineTable table;
};

class LineTableOf : public ::testing::TestWithParam<std::tuple<int, bool, bool>> {};

TEST_P(LineTableOf, HasItsNumbersFoldersAndFiles) {
  LineShape shape;
  shape.version = unsigned(std::get<0>(GetParam()));
  shape.is_64 = std::get<1>(GetParam());
  shape.is_big_endian = std::get<2>(GetParam());
  shape.min_instruction_bytes = 2;
  ByteWriter program = shape.writer();
  program.u8(1).u8(2);
  const ByteWriter bytes = line_table(shape, line_lists(shape), program);
  Reader reader(bytes, shape.is_big_endian);
  const Status status = reader.read();
  ASSERT_TRUE(status.ok()) << status.error().detail();
  const LineTable& table = reader.table;
  EXPECT_EQ(table.encoding.version, shape.version);
  EXPECT_EQ(table.encoding.is_64, shape.is_64);
  EXPECT_EQ(table.encoding.address_bytes, shape.version >= 5 ? 8 : 0);
  EXPECT_EQ(table.min_instruction_bytes, 2);
  EXPECT_EQ(table.max_operations, 1);
  EXPECT_TRUE(table.default_is_stmt);
  EXPECT_EQ(table.line_base, -5);
  EXPECT_EQ(table.line_range, 14);
  EXPECT_EQ(table.opcode_base, 13);
  EXPECT_EQ(table.operand_counts[9], 1);
  EXPECT_EQ(table.end, bytes.size());
  EXPECT_EQ(table.program, bytes.size() - 2);
  EXPECT_EQ(table.first_file(), shape.version >= 5 ? 0u : 1u);
  EXPECT_EQ(reader.files(),
            shape.version >= 5 ? "/src:a.c inc:b.h C:\\w:d.h" : ":a.c inc:b.h C:\\w:d.h");
}

INSTANTIATE_TEST_SUITE_P(All, LineTableOf,
                         ::testing::Combine(::testing::Range(2, 6), ::testing::Bool(),
                                            ::testing::Bool()));

TEST(LineTables, NamesFromEveryTextSection) {
  ByteWriter lists;
  lists.u8(1).uleb(1).uleb(0x1f).uleb(1).u32(4);
  lists.u8(2).uleb(1).uleb(0x0e).uleb(2).uleb(0x0f).uleb(1).u32(2).uleb(0);
  Reader reader(line_table({}, lists, {}));
  reader.sections.add(".debug_line_str", ByteWriter().text("abc").text("/src").bytes());
  reader.sections.add(".debug_str", ByteWriter().text("x").text("a.c").bytes());
  ASSERT_TRUE(reader.read().ok());
  EXPECT_EQ(reader.files(), "/src:a.c");
}

TEST(LineTables, NamesByIndexCountFromTheUnitsBase) {
  ByteWriter lists;
  lists.u8(1).uleb(1).uleb(0x25).uleb(1).u8(1);
  lists.u8(1).uleb(1).uleb(0x1a).uleb(2).uleb(0).uleb(1);
  Reader reader(line_table({}, lists, {}));
  reader.sections.add(".debug_str", ByteWriter().text("x").text("a.c").text("/src").bytes());
  reader.sections.add(".debug_str_offsets", ByteWriter().u64(0).u32(2).u32(6).bytes());
  ASSERT_TRUE(reader.read(0, {false, 8}).ok());
  EXPECT_EQ(reader.files(), "/src:a.c /src:/src");
  EXPECT_EQ(reader.read(0, {false, 12}).error().detail(),
            "a.elf: .debug_str_offsets at offset 0x10: is cut short");
}

TEST(LineTables, MissingTextSectionsAreNamed) {
  ByteWriter lists;
  lists.u8(1).uleb(1).uleb(0x1f).uleb(1).u32(4);
  Reader reader(line_table({}, lists, {}));
  EXPECT_EQ(reader.read().error().detail(),
            "a.elf refers to .debug_line_str, which it does not have");
}

TEST(LineTables, FoldersOutOfRangeAreNone) {
  for (const unsigned version : {4u, 5u}) {
    LineShape shape;
    shape.version = version;
    ByteWriter lists;
    if (version == 4) {
      lists.u8(0).text("a.c").uleb(1).uleb(0).uleb(0).u8(0);
    } else {
      lists.u8(0).uleb(0).u8(2).uleb(1).uleb(8).uleb(2).uleb(0x0f).uleb(1).text("a.c").uleb(0);
    }
    Reader reader(line_table(shape, lists, {}));
    ASSERT_TRUE(reader.read().ok());
    EXPECT_EQ(reader.files(), ":a.c");
  }
}

TEST(LineTables, RefusesWhatContradictsItself) {
  const ByteWriter lists = testing::line_lists({});
  const auto fault = [](const ByteWriter& bytes, std::uint64_t offset = 0) {
    Reader reader(bytes);
    const Status status = reader.read(offset);
    if (status.ok()) return std::string();
    EXPECT_EQ(status.error().code(), Code::dwarf_malformed);
    return status.error().detail();
  };
  EXPECT_EQ(fault(ByteWriter().unit(ByteWriter().u16(6).u32(0))),
            "a.elf: .debug_line at offset 0x4: is a line table of version 6");
  EXPECT_EQ(fault(ByteWriter().unit(ByteWriter().u16(1).u32(0))),
            "a.elf: .debug_line at offset 0x4: is a line table of version 1");
  EXPECT_EQ(fault(ByteWriter().unit(ByteWriter().u16(4).u32(100))),
            "a.elf: .debug_line at offset 0x4: is a line table with too long a header");
  EXPECT_EQ(fault(ByteWriter().u32(100).u16(4)), "a.elf: .debug_line at offset 0x0: is cut short");
  EXPECT_EQ(fault(line_table({}, lists, {}), 1000),
            "a.elf: .debug_line at offset 0x3e8: lies beyond the end of the section");
  EXPECT_NE(fault(line_table({}, ByteWriter().u8(0).uleb(UINT64_MAX), {})).find("more entries"),
            std::string::npos);
  const ByteWriter number = ByteWriter().u8(1).uleb(1).uleb(0x0b).uleb(1).u8(0);
  EXPECT_NE(fault(line_table({}, number, {})).find("not a text"), std::string::npos);
  LineShape old;
  old.version = 3;
  EXPECT_NE(fault(line_table(old, ByteWriter().text("inc"), {})).find("is cut short"),
            std::string::npos);
}

TEST(LineTables, GoesThroughASectionOverPadding) {
  const ByteWriter one = line_table({}, testing::line_lists({}), {});
  ByteWriter bytes;
  bytes.u32(0).raw(one).u32(0).u32(0).raw(one).u16(0);
  testing::DebugSections sections;
  sections.add(".debug_line", bytes.bytes());
  Strings strings = Strings::open(sections).value();
  LineTables tables(*sections.find(".debug_line").value(), sections, strings);
  LineTable table;
  std::uint64_t offset = 0;
  EXPECT_TRUE(tables.read_next(&offset, table).value());
  EXPECT_EQ(table.offset, 4u);
  EXPECT_TRUE(tables.read_next(&offset, table).value());
  EXPECT_EQ(table.offset, 12 + one.size());
  EXPECT_EQ(table.files.size(), 3u);
  EXPECT_FALSE(tables.read_next(&offset, table).value());
}

}  // namespace
}  // namespace aex::dwarf
