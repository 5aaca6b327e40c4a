#include "dwarf/info/abbreviations.hpp"

#include <gtest/gtest.h>

#include "support/byte_writer.hpp"

namespace aex::dwarf {
namespace {

using testing::ByteWriter;

struct Table {
  explicit Table(const ByteWriter& bytes)
      : kept(bytes.bytes()), section("a.elf: .debug_abbrev", kept), table(Cursor(section, false)) {
    table.select(0);
  }
  Bytes kept;
  MemorySection section;
  Abbreviations table;
};

ByteWriter shape(unsigned code, unsigned tag, bool has_children) {
  return ByteWriter().uleb(code).uleb(tag).u8(has_children);
}

TEST(Abbreviations, FindsByCodeInAnyOrder) {
  ByteWriter bytes;
  bytes.raw(shape(1, 0x11, true)).uleb(3).uleb(8).uleb(0x10).uleb(0x17).u16(0);
  bytes.raw(shape(70000, 0x2e, false)).uleb(0x49).uleb(0x21).sleb(-3).u16(0);
  bytes.raw(shape(2, 0x4109, false)).u16(0).u8(0);
  bytes.raw(shape(3, 0x11, false)).u16(0).u8(0);
  Table it(bytes);
  const Shape* found = it.table.find(70000);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->tag, Tag::subprogram);
  EXPECT_EQ(it.table.attributes(*found)[0].implicit, -3);
  found = it.table.find(1);
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->has_children);
  ASSERT_EQ(found->count, 2u);
  EXPECT_EQ(it.table.attributes(*found)[1].attribute, Attribute::stmt_list);
  EXPECT_EQ(it.table.attributes(*found)[1].form, Form::sec_offset);
  found = it.table.find(2);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(unsigned(found->tag), 0x4109u);
  EXPECT_EQ(it.table.find(3), nullptr);
  EXPECT_TRUE(it.table.status().ok());
}

TEST(Abbreviations, TurnsToAnotherTable) {
  ByteWriter bytes = shape(1, 0x11, true);
  bytes.u16(0).u8(0);
  const std::uint64_t second = bytes.size();
  bytes.raw(shape(1, 0x3c, true)).u16(0).u8(0);
  Table it(bytes);
  EXPECT_EQ(it.table.find(1)->tag, Tag::compile_unit);
  it.table.select(second);
  EXPECT_EQ(it.table.find(1)->tag, Tag::partial_unit);
  it.table.select(0);
  EXPECT_EQ(it.table.find(1)->tag, Tag::compile_unit);
}

TEST(Abbreviations, RefusesDamage) {
  Table cut(shape(1, 0x11, true));
  EXPECT_EQ(cut.table.find(1), nullptr);
  EXPECT_EQ(cut.table.status().error().code(), Code::dwarf_malformed);
  Table formless(shape(1, 0x11, true).uleb(3).uleb(0).u16(0));
  EXPECT_EQ(formless.table.find(1), nullptr);
  EXPECT_FALSE(formless.table.status().ok());
  ByteWriter many = shape(1, 0x11, true);
  for (int i = 0; i < 300; ++i) many.uleb(3).uleb(0x19);
  Table wide(many.u16(0).u8(0));
  EXPECT_EQ(wide.table.find(1), nullptr);
  EXPECT_NE(wide.table.status().error().detail().find("too many"), std::string::npos);
  Table empty{ByteWriter()};
  EXPECT_EQ(empty.table.find(1), nullptr);
}

}  // namespace
}  // namespace aex::dwarf
