#include "dwarf/cursor.hpp"

#include <gtest/gtest.h>

#include "support/byte_writer.hpp"

namespace aex::dwarf {
namespace {

using testing::ByteWriter;

/* A section that counts what is read from it, and fails behind `broken_from`. */
class CountedSection final : public Section {
 public:
  explicit CountedSection(const ByteWriter& bytes) : bytes_(bytes.bytes()) {}
  const std::string& title() const override { return title_; }
  std::uint64_t size() const override { return bytes_.size(); }
  Status read(std::uint64_t offset, std::uint8_t* out, std::size_t size) override {
    if (offset + size > broken_from) return Error(Code::io_failed, "scripted");
    read_bytes += size;
    std::copy_n(bytes_.begin() + std::ptrdiff_t(offset), size, out);
    return {};
  }
  std::uint64_t broken_from = UINT64_MAX;
  std::uint64_t read_bytes = 0;

 private:
  std::string title_ = "a.elf: .debug_line";
  Bytes bytes_;
};

TEST(Cursor, ReadsIntegersOfBothByteOrders) {
  for (const bool is_big_endian : {false, true}) {
    ByteWriter bytes(is_big_endian, false);
    bytes.u8(0x12).u16(0x1234).fixed(0x123456, 3).u32(0x12345678).u64(0x123456789abcdef0);
    CountedSection section(bytes);
    Cursor cursor(section, is_big_endian);
    EXPECT_EQ(cursor.u8(), 0x12);
    EXPECT_EQ(cursor.u16(), 0x1234);
    EXPECT_EQ(cursor.unsigned_of(3), 0x123456u);
    EXPECT_EQ(cursor.u32(), 0x12345678u);
    EXPECT_EQ(cursor.u64(), 0x123456789abcdef0u);
    EXPECT_EQ(cursor.rest(), 0u);
    EXPECT_TRUE(cursor.ok());
  }
}

TEST(Cursor, ReadsLeb128OfEveryLength) {
  ByteWriter bytes;
  for (unsigned shift = 0; shift < 64; ++shift) {
    bytes.uleb(std::uint64_t{1} << shift).uleb(UINT64_MAX >> shift);
    bytes.sleb(INT64_MIN >> shift).sleb(INT64_MAX >> shift);
  }
  CountedSection section(bytes);
  Cursor cursor(section, false);
  for (unsigned shift = 0; shift < 64; ++shift) {
    EXPECT_EQ(cursor.uleb(), std::uint64_t{1} << shift);
    EXPECT_EQ(cursor.uleb(), UINT64_MAX >> shift);
    EXPECT_EQ(cursor.sleb(), INT64_MIN >> shift);
    EXPECT_EQ(cursor.sleb(), INT64_MAX >> shift);
  }
  EXPECT_TRUE(cursor.ok());
}

TEST(Cursor, TakesPaddedLeb128) {
  ByteWriter bytes;
  for (const unsigned last : {0x00u, 0x00u, 0x7fu}) {
    bytes.u8(last == 0 ? 0x85 : 0xfb);
    for (int i = 0; i < 20; ++i) bytes.u8(last | 0x80);
    bytes.u8(last);
  }
  CountedSection section(bytes);
  Cursor cursor(section, false);
  EXPECT_EQ(cursor.uleb(), 5u);
  EXPECT_EQ(cursor.sleb(), 5);
  EXPECT_EQ(cursor.sleb(), -5);
  EXPECT_TRUE(cursor.ok());
}

TEST(Cursor, RefusesLeb128Over64Bits) {
  for (const bool is_signed : {false, true}) {
    ByteWriter bytes;
    for (int i = 0; i < 9; ++i) bytes.u8(0xff);
    bytes.u8(0x02);
    CountedSection section(bytes);
    Cursor cursor(section, false);
    if (is_signed) {
      EXPECT_EQ(cursor.sleb(), 0);
    } else {
      EXPECT_EQ(cursor.uleb(), 0u);
    }
    EXPECT_FALSE(cursor.ok());
    EXPECT_EQ(cursor.status().error().detail(),
              "a.elf: .debug_line at offset 0x0: is a number over 64 bits");
  }
}

TEST(Cursor, FaultsStickAndNameTheOffset) {
  CountedSection section(ByteWriter().u8(7).u16(8));
  Cursor cursor(section, false);
  EXPECT_EQ(cursor.u8(), 7);
  EXPECT_EQ(cursor.u32(), 0u);
  EXPECT_EQ(cursor.u8(), 0);
  EXPECT_EQ(cursor.uleb(), 0u);
  cursor.seek(0);
  EXPECT_EQ(cursor.u8(), 0);
  EXPECT_EQ(cursor.status().error().code(), Code::dwarf_malformed);
  EXPECT_EQ(cursor.status().error().detail(), "a.elf: .debug_line at offset 0x1: is cut short");
}

TEST(Cursor, HoldsToItsLimit) {
  CountedSection section(ByteWriter().u64(1).u64(2));
  Cursor cursor(section, false);
  cursor.limit_to(9);
  EXPECT_EQ(cursor.u64(), 1u);
  EXPECT_EQ(cursor.rest(), 1u);
  EXPECT_EQ(cursor.u16(), 0u);
  EXPECT_FALSE(cursor.ok());
}

TEST(Cursor, ReadsTextsAcrossWindows) {
  const std::string lengthy(200000, 'x');
  CountedSection section(ByteWriter().text("").text("abc").text(lengthy).u8(9));
  Cursor cursor(section, false);
  std::string text = "before";
  cursor.text(&text);
  EXPECT_EQ(text, "");
  cursor.text(&text);
  EXPECT_EQ(text, "abc");
  cursor.text(&text);
  EXPECT_EQ(text, lengthy);
  EXPECT_EQ(cursor.u8(), 9);
  cursor.seek(5);
  cursor.text(nullptr);
  EXPECT_EQ(cursor.u8(), 9);
  EXPECT_TRUE(cursor.ok());
}

TEST(Cursor, RefusesTextsWithoutAnEndAndGiantOnes) {
  CountedSection open(ByteWriter().u8('a').u8('b'));
  Cursor cursor(open, false);
  std::string text;
  cursor.text(&text);
  EXPECT_FALSE(cursor.ok());
  CountedSection giant(ByteWriter().text(std::string(2 << 20, 'x')));
  Cursor other(giant, false);
  other.text(&text);
  EXPECT_FALSE(other.ok());
}

TEST(Cursor, ReadsUnitLengths) {
  for (const bool is_64 : {false, true}) {
    ByteWriter bytes(true, is_64);
    bytes.unit(ByteWriter().u16(0xabab)).u8(1);
    CountedSection section(bytes);
    Cursor cursor(section, true);
    bool is_64_read = !is_64;
    EXPECT_EQ(cursor.unit_length(&is_64_read), 2u);
    EXPECT_EQ(is_64_read, is_64);
    EXPECT_EQ(cursor.rest(), 2u);
  }
  for (const std::uint64_t length : {0xfffffff0u, 0xfffffffeu, 5u}) {
    CountedSection section(ByteWriter().u32(length).u32(0));
    Cursor cursor(section, false);
    bool is_64 = false;
    EXPECT_EQ(cursor.unit_length(&is_64), 0u);
    EXPECT_FALSE(cursor.ok());
  }
}

TEST(Cursor, ReadsLittleOfWhatItSkips) {
  ByteWriter bytes;
  for (int i = 0; i < 1 << 20; ++i) bytes.u8(i);
  CountedSection section(bytes);
  Cursor cursor(section, false);
  for (int i = 0; i < 8; ++i) {
    cursor.skip(100000);
    EXPECT_EQ(cursor.u8(), std::uint8_t((i + 1) * 100000 + i));
  }
  EXPECT_TRUE(cursor.ok());
  EXPECT_LT(section.read_bytes, 20000u);
}

TEST(Cursor, CannotBeLedInCircles) {
  CountedSection section(ByteWriter().text(std::string(60000, 'x')));
  Cursor cursor(section, false);
  int rounds = 0;
  for (; cursor.ok() && rounds < 100000; ++rounds) {
    cursor.seek(0);
    cursor.text(nullptr);
  }
  EXPECT_LT(rounds, 200);
  EXPECT_NE(cursor.status().error().detail().find("over and over"), std::string::npos);
}

TEST(Cursor, PassesOnErrorsOfReading) {
  CountedSection section(ByteWriter().u64(1).u64(2));
  section.broken_from = 4;
  Cursor cursor(section, false);
  EXPECT_EQ(cursor.u64(), 0u);
  EXPECT_EQ(cursor.status().error().code(), Code::io_failed);
}

TEST(Cursor, RefusesToGoBeyondTheEnd) {
  CountedSection section(ByteWriter().u32(1));
  Cursor cursor(section, false);
  cursor.seek(4);
  EXPECT_TRUE(cursor.ok());
  cursor.seek(5);
  EXPECT_FALSE(cursor.ok());
  Cursor other(section, false);
  other.skip(5);
  EXPECT_FALSE(other.ok());
}

}  // namespace
}  // namespace aex::dwarf
