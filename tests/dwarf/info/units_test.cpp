#include "dwarf/info/units.hpp"

#include <gtest/gtest.h>

#include "support/byte_writer.hpp"
#include "support/elf/debug_sections.hpp"

namespace aex::dwarf {
namespace {

using testing::ByteWriter;

struct Shape {
  unsigned version = 5;
  bool is_64 = false;
  bool is_big_endian = false;
  unsigned type = 1;
  std::uint64_t dwo_id = 0;
};

/* Name and folder inline, line table at 0x30. */
ByteWriter abbreviations() {
  ByteWriter bytes;
  bytes.uleb(1).uleb(0x11).u8(1).uleb(3).uleb(8).uleb(0x1b).uleb(8).uleb(0x10).uleb(0x17);
  bytes.u16(0).u8(0);
  return bytes;
}

ByteWriter unit(const Shape& shape, const ByteWriter& entries, std::uint64_t table = 0) {
  ByteWriter body(shape.is_big_endian, shape.is_64);
  body.u16(shape.version);
  if (shape.version >= 5) body.u8(shape.type).u8(8);
  body.offset(table);
  if (shape.version < 5) body.u8(8);
  if (shape.type == 4 || shape.type == 5) body.u64(shape.dwo_id);
  if (shape.type == 2 || shape.type == 6) body.u64(1).offset(0);
  ByteWriter unit(shape.is_big_endian, shape.is_64);
  return unit.unit(body.raw(entries));
}

struct Reader {
  explicit Reader(const ByteWriter& info, const ByteWriter& abbrev = abbreviations())
      : sections(info.is_big_endian()) {
    sections.add(".debug_info", info.bytes());
    sections.add(".debug_abbrev", abbrev.bytes());
  }
  Result<bool> next() {
    if (!units.has_value()) {
      strings.emplace(Strings::open(sections).value());
      AEX_CHECK(Units::open(sections, *strings, units));
    }
    return units->read_next(&offset, unit);
  }
  std::string text(TextId id) const { return std::string(strings->text(id)); }

  testing::DebugSections sections;
  std::optional<Strings> strings;
  std::optional<Units> units;
  std::uint64_t offset = 0;
  Unit unit;
};

class UnitOf : public ::testing::TestWithParam<std::tuple<int, bool, bool>> {};

TEST_P(UnitOf, TellsWhatItsFirstEntrySays) {
  Shape shape;
  shape.version = unsigned(std::get<0>(GetParam()));
  shape.is_64 = std::get<1>(GetParam());
  shape.is_big_endian = std::get<2>(GetParam());
  ByteWriter entries(shape.is_big_endian, shape.is_64);
  entries.uleb(1).text("a.c").text("/src").offset(0x30).u8(0);
  Reader reader(unit(shape, entries));
  const Result<bool> is_there = reader.next();
  ASSERT_TRUE(is_there.ok()) << is_there.error().detail();
  ASSERT_TRUE(is_there.value());
  EXPECT_EQ(reader.unit.encoding.version, shape.version);
  EXPECT_EQ(reader.unit.encoding.is_64, shape.is_64);
  EXPECT_EQ(reader.unit.encoding.address_bytes, 8);
  EXPECT_EQ(reader.unit.tag, Tag::compile_unit);
  EXPECT_EQ(reader.text(reader.unit.name), "a.c");
  EXPECT_EQ(reader.text(reader.unit.folder), "/src");
  EXPECT_TRUE(reader.unit.has_line_table);
  EXPECT_EQ(reader.unit.line_table, 0x30u);
  EXPECT_FALSE(reader.next().value());
}

INSTANTIATE_TEST_SUITE_P(All, UnitOf,
                         ::testing::Combine(::testing::Range(2, 6), ::testing::Bool(),
                                            ::testing::Bool()));

TEST(Units, GoesOnOverPaddingAndEmptyUnits) {
  ByteWriter bytes;
  const ByteWriter entries = ByteWriter().uleb(1).text("a.c").text("/s").u32(0).u8(0);
  bytes.raw(unit({}, entries)).u32(0).raw(unit({}, ByteWriter())).raw(unit({}, ByteWriter().u8(0)));
  bytes.raw(unit({}, entries)).u8(0);
  Reader reader(bytes);
  const TextId names[] = {1, 0, 0, 1};
  for (const TextId name : names) {
    ASSERT_TRUE(reader.next().value());
    EXPECT_EQ(reader.unit.name, name);
  }
  EXPECT_FALSE(reader.next().value());
}

TEST(Units, TellsTypeUnitsAndSkeletons) {
  ByteWriter bytes;
  Shape shape;
  shape.dwo_id = 0x1122334455667788;
  for (const unsigned type : {2u, 3u, 4u, 5u, 6u}) {
    shape.type = type;
    bytes.raw(unit(shape, ByteWriter().uleb(1).text("n").text("/s").u32(9)));
  }
  Reader reader(bytes);
  for (const unsigned type : {2u, 3u, 4u, 5u, 6u}) {
    ASSERT_TRUE(reader.next().value());
    EXPECT_EQ(unsigned(reader.unit.type), type);
    EXPECT_EQ(reader.unit.is_type_unit(), type == 2 || type == 6);
    EXPECT_EQ(reader.unit.dwo_id, type == 4 || type == 5 ? shape.dwo_id : 0);
    EXPECT_EQ(reader.text(reader.unit.name), "n");
  }
}

/* Compilers put the base of text indices behind the first index. */
TEST(Units, ResolvesIndicesOnceTheBaseIsKnown) {
  ByteWriter abbrev;
  abbrev.uleb(1).uleb(0x4a).u8(0).uleb(3).uleb(0x25).uleb(0x1b).uleb(0x1a).uleb(0x76).uleb(0x26);
  abbrev.uleb(0x72).uleb(0x17).u16(0).u8(0);
  Reader reader(unit({}, ByteWriter().uleb(1).u8(0).uleb(1).u16(2).u32(12)), abbrev);
  ByteWriter offsets;
  offsets.u64(0).u32(99).u32(0).u32(2).u32(4);
  reader.sections.add(".debug_str_offsets", offsets.bytes());
  reader.sections.add(".debug_str", ByteWriter().text("a").text("b").text("c.dwo").bytes());
  const Result<bool> is_there = reader.next();
  ASSERT_TRUE(is_there.ok()) << is_there.error().detail();
  EXPECT_EQ(reader.text(reader.unit.name), "a");
  EXPECT_EQ(reader.text(reader.unit.folder), "b");
  EXPECT_EQ(reader.text(reader.unit.dwo_name), "c.dwo");
}

TEST(Units, RefusesWhatContradictsItself) {
  const auto fault = [](const ByteWriter& bytes) {
    Reader reader(bytes);
    const Result<bool> result = reader.next();
    return result.ok() ? std::string() : result.error().detail();
  };
  Shape future;
  future.version = 6;
  EXPECT_EQ(fault(unit(future, ByteWriter())),
            "a.elf: .debug_info at offset 0x4: is a unit of version 6");
  EXPECT_EQ(fault(unit({}, ByteWriter().uleb(9))),
            "a.elf: .debug_info at offset 0xc: has the unknown abbreviation 9");
  EXPECT_EQ(fault(unit({}, ByteWriter().uleb(1), 1000)),
            "a.elf: .debug_abbrev at offset 0x3e8: lies beyond the end of the section");
  EXPECT_EQ(fault(unit({}, ByteWriter().uleb(1).text("a.c"))),
            "a.elf: .debug_info at offset 0x11: is cut short");
  EXPECT_EQ(fault(ByteWriter().u32(100)), "a.elf: .debug_info at offset 0x0: is cut short");
}

TEST(Units, NeedsAbbreviations) {
  testing::DebugSections sections;
  Strings strings = Strings::open(sections).value();
  std::optional<Units> units;
  EXPECT_TRUE(Units::open(sections, strings, units).ok());
  EXPECT_FALSE(units.has_value());
  sections.add(".debug_info", unit({}, ByteWriter()).bytes());
  EXPECT_EQ(Units::open(sections, strings, units).error().detail(),
            "a.elf has .debug_info but no .debug_abbrev");
}

}  // namespace
}  // namespace aex::dwarf
