#include "dwarf/form.hpp"

#include <gtest/gtest.h>

#include "support/byte_writer.hpp"

namespace aex::dwarf {
namespace {

using testing::ByteWriter;

struct Read {
  Value value;
  std::uint64_t end;
  Status status;
};

Read read(const ByteWriter& bytes, Form form, Encoding encoding = {5, false, 8},
          std::int64_t implicit = 0) {
  MemorySection section("a.elf: .debug_info", bytes.bytes());
  Cursor cursor(section, bytes.is_big_endian());
  const Value value = read_value(cursor, encoding, form, implicit);
  return {value, cursor.offset(), cursor.status()};
}

TEST(Form, FixedWidths) {
  ByteWriter bytes;
  bytes.u64(0x1122334455667788).u64(0);
  const std::vector<std::pair<Form, unsigned>> widths = {
      {Form::data1, 1},  {Form::data2, 2},    {Form::data4, 4},    {Form::data8, 8},
      {Form::ref1, 1},   {Form::ref2, 2},     {Form::ref4, 4},     {Form::ref8, 8},
      {Form::strx1, 1},  {Form::strx2, 2},    {Form::strx3, 3},    {Form::strx4, 4},
      {Form::addrx1, 1}, {Form::addrx2, 2},   {Form::addrx3, 3},   {Form::addrx4, 4},
      {Form::flag, 1},   {Form::ref_sup4, 4}, {Form::ref_sup8, 8}, {Form::ref_sig8, 8},
      {Form::addr, 8},
  };
  for (const auto& [form, width] : widths) {
    const Read got = read(bytes, form);
    EXPECT_EQ(got.end, width) << unsigned(form);
    EXPECT_EQ(got.value.number, 0x1122334455667788 & (UINT64_MAX >> (64 - 8 * width)));
    EXPECT_TRUE(got.status.ok());
  }
}

TEST(Form, WidthsOfTheFormatAndTheMachine) {
  ByteWriter bytes;
  bytes.u64(1).u64(2);
  for (const Form form : {Form::strp, Form::line_strp, Form::strp_sup, Form::sec_offset,
                          Form::gnu_ref_alt, Form::gnu_strp_alt, Form::ref_addr}) {
    EXPECT_EQ(read(bytes, form, {5, false, 8}).end, 4u) << unsigned(form);
    EXPECT_EQ(read(bytes, form, {5, true, 4}).end, 8u) << unsigned(form);
  }
  EXPECT_EQ(read(bytes, Form::addr, {4, false, 4}).end, 4u);
  EXPECT_EQ(read(bytes, Form::ref_addr, {2, false, 8}).end, 8u);
  EXPECT_EQ(read(bytes, Form::ref_addr, {2, true, 4}).end, 4u);
}

TEST(Form, Leb128) {
  for (const Form form : {Form::udata, Form::ref_udata, Form::strx, Form::addrx, Form::loclistx,
                          Form::rnglistx, Form::gnu_addr_index, Form::gnu_str_index}) {
    const Read got = read(ByteWriter().uleb(300).u8(0), form);
    EXPECT_EQ(got.value.number, 300u) << unsigned(form);
    EXPECT_EQ(got.end, 2u);
  }
  EXPECT_EQ(std::int64_t(read(ByteWriter().sleb(-300), Form::sdata).value.number), -300);
}

TEST(Form, BlocksTellWhereTheyAre) {
  const std::vector<std::pair<Form, ByteWriter>> blocks = {
      {Form::block1, ByteWriter().u8(3)},    {Form::block2, ByteWriter().u16(3)},
      {Form::block4, ByteWriter().u32(3)},   {Form::block, ByteWriter().uleb(3)},
      {Form::exprloc, ByteWriter().uleb(3)},
  };
  for (const auto& [form, head] : blocks) {
    ByteWriter bytes = head;
    bytes.u32(0xffffffff);
    const Read got = read(bytes, form);
    EXPECT_EQ(got.value.size, 3u) << unsigned(form);
    EXPECT_EQ(got.value.number, head.size());
    EXPECT_EQ(got.end, head.size() + 3);
  }
  EXPECT_EQ(read(ByteWriter().u64(1).u64(2), Form::data16).end, 16u);
  EXPECT_FALSE(read(ByteWriter().u8(9).u8(0), Form::block1).status.ok());
}

TEST(Form, OnesWithoutAWidth) {
  EXPECT_EQ(read(ByteWriter(), Form::flag_present).value.number, 1u);
  EXPECT_EQ(std::int64_t(read(ByteWriter(), Form::implicit_const, {5, false, 8}, -7).value.number),
            -7);
  EXPECT_EQ(read(ByteWriter().text("abc"), Form::string).end, 4u);
}

TEST(Form, IndirectLeadsToARealOne) {
  const Read got = read(ByteWriter().uleb(0x05).u16(0x1234), Form::indirect);
  EXPECT_EQ(got.value.form, Form::data2);
  EXPECT_EQ(got.value.number, 0x1234u);
  for (const unsigned to : {0x16u, 0x21u, 0x7eu, 0x10005u}) {
    EXPECT_FALSE(read(ByteWriter().uleb(to).u64(0), Form::indirect).status.ok()) << to;
  }
}

TEST(Form, UnknownOnesAreNamed) {
  const Read got = read(ByteWriter().u64(0), Form(0x77));
  EXPECT_EQ(got.status.error().code(), Code::dwarf_malformed);
  EXPECT_NE(got.status.error().detail().find("unknown form 119"), std::string::npos);
}

TEST(Form, Classes) {
  for (const Form form : {Form::string, Form::strp, Form::line_strp, Form::strx, Form::strx1,
                          Form::strx4, Form::gnu_str_index, Form::gnu_strp_alt}) {
    EXPECT_TRUE(is_text(form)) << unsigned(form);
  }
  EXPECT_FALSE(is_text(Form::data4));
  EXPECT_TRUE(is_text_index(Form::strx3));
  EXPECT_FALSE(is_text_index(Form::strp));
  EXPECT_TRUE(is_address_index(Form::addrx2));
  EXPECT_FALSE(is_address_index(Form::addr));
}

}  // namespace
}  // namespace aex::dwarf
