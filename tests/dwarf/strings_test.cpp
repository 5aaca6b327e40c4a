#include "dwarf/strings.hpp"

#include <gtest/gtest.h>

#include "support/byte_writer.hpp"
#include "support/elf/debug_sections.hpp"

namespace aex::dwarf {
namespace {

using testing::ByteWriter;

TEST(Strings, KeepsEachTextOnce) {
  testing::DebugSections sections;
  Strings strings = Strings::open(sections).value();
  EXPECT_EQ(strings.intern("").value(), 0u);
  std::vector<TextId> ids;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 20000; ++i) {
      const TextId id = strings.intern("name " + std::to_string(i)).value();
      if (round == 0) ids.push_back(id);
      EXPECT_EQ(id, ids[std::size_t(i)]);
    }
  }
  for (int i = 0; i < 20000; i += 100) {
    EXPECT_EQ(strings.text(ids[std::size_t(i)]), "name " + std::to_string(i));
  }
  const std::string giant(200000, 'x');
  EXPECT_EQ(strings.text(strings.intern(giant).value()), giant);
}

TEST(Strings, BoundsAllTogether) {
  testing::DebugSections sections;
  Strings strings = Strings::open(sections).value();
  std::string text(1 << 20, 'x');
  int count = 0;
  for (; count < 1000; ++count) {
    text[std::size_t(count)] = 'y';
    if (!strings.intern(text).ok()) break;
  }
  EXPECT_EQ(count, 256);
}

TEST(Strings, ResolvesEveryForm) {
  testing::DebugSections sections;
  sections.add(".debug_str", ByteWriter().text("aa").text("bb").bytes());
  sections.add(".debug_line_str", ByteWriter().text("cc").bytes());
  sections.add(".debug_str_offsets", ByteWriter().u64(0).u64(3).bytes());
  const Bytes home = ByteWriter().u8(0).text("dd").bytes();
  MemorySection section("a.elf: .debug_info", home);
  Cursor cursor(section, false);
  Strings strings = Strings::open(sections).value();
  const auto text = [&](Form form, std::uint64_t number) {
    Value value;
    value.form = form;
    value.number = number;
    return std::string(strings.text(strings.resolve(value, {true, 8}, cursor).value()));
  };
  EXPECT_EQ(text(Form::strp, 3), "bb");
  EXPECT_EQ(text(Form::strp, 1), "a");
  EXPECT_EQ(text(Form::line_strp, 0), "cc");
  EXPECT_EQ(text(Form::strx, 0), "bb");
  EXPECT_EQ(text(Form::string, 1), "dd");
  EXPECT_EQ(text(Form::gnu_strp_alt, 77), "");
  EXPECT_EQ(text(Form::strp_sup, 77), "");
}

TEST(Strings, NamesTheFaultyPlace) {
  testing::DebugSections sections;
  sections.add(".debug_str", ByteWriter().text("aa").bytes());
  sections.add(".debug_str_offsets", ByteWriter().u32(99).bytes());
  MemorySection section("a.elf: .debug_info", {});
  Cursor cursor(section, false);
  const auto fault = [&](Form form, std::uint64_t number) {
    Strings strings = Strings::open(sections).value();
    Value value;
    value.form = form;
    value.number = number;
    return strings.resolve(value, {}, cursor).error().detail();
  };
  EXPECT_EQ(fault(Form::strp, 9),
            "a.elf: .debug_str at offset 0x9: lies beyond the end of the section");
  EXPECT_EQ(fault(Form::strx, 0),
            "a.elf: .debug_str at offset 0x63: lies beyond the end of the section");
  EXPECT_EQ(fault(Form::strx, UINT64_MAX),
            "a.elf: .debug_str_offsets at offset 0xffffffffffffffff: lies beyond the end of the "
            "section");
  EXPECT_EQ(fault(Form::line_strp, 0), "a.elf refers to .debug_line_str, which it does not have");
}

}  // namespace
}  // namespace aex::dwarf
