#include "elf/file.hpp"

#include <gtest/gtest.h>

#include "elf/elf_image.hpp"

namespace aex::elf {
namespace {

using namespace aex::testing;

struct Kind {
  bool is_64;
  bool is_big;
};

class EachKind : public ::testing::TestWithParam<Kind> {};

TEST_P(EachKind, ReadsHeaders) {
  const auto [is_64, is_big] = GetParam();
  ElfImage image = program(is_64, is_big);
  image.segment(4, 4, 1, 2, 3, 4);  // lies where the code was; only its fields are of interest
  OpenFile open(image.bytes());
  Result<File> file = File::open(*open, open.path());
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file.value().header().xlen, is_64 ? 64 : 32);
  EXPECT_EQ(file.value().header().is_big_endian, is_big);
  EXPECT_EQ(file.value().header().machine, kMachineRiscv);
  EXPECT_EQ(file.value().header().program_count, 2u);
  const auto segments = file.value().segments();
  ASSERT_TRUE(segments.ok());
  EXPECT_EQ(segments.value()[0].type, kSegmentLoad);
  EXPECT_EQ(segments.value()[0].flags, kReadable | kExecutable);
  EXPECT_EQ(segments.value()[0].address, 0x10000u);
  EXPECT_EQ(segments.value()[0].file_bytes, segments.value()[0].memory_bytes);
}

INSTANTIATE_TEST_SUITE_P(Elf, EachKind,
                         ::testing::Values(Kind{true, false}, Kind{true, true}, Kind{false, false},
                                           Kind{false, true}));

TEST(File, ReadsSectionsOfARealProgram) {
  const std::string path = AEX_SOURCE_DIR "/examples/workloads/fractal.elf";
  const auto content = os::system_files().open(path);
  ASSERT_TRUE(content.ok());
  Result<File> file = File::open(*content.value(), path);
  ASSERT_TRUE(file.ok());
  const auto sections = file.value().sections();
  ASSERT_TRUE(sections.ok());
  ASSERT_GT(sections.value().size(), 10u);
  const Section& names = sections.value()[file.value().header().names_section];
  const auto text = file.value().read(names.offset + sections.value()[1].name, 5);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(ByteView(text.value()).text(), ".text");
}

TEST(File, TakesCountsFromTheFirstSection) {
  ElfImage image = program();
  const std::size_t at = image.size();
  image.append(std::string(2 * 64, '\0'));
  image.native(40, at).put16(56, 0xffff).put16(60, 0).put16(62, 0xffff);
  image.native(at + 32, 2).put32(at + 40, 7).put32(at + 44, 1);  // sections, names, segments
  OpenFile open(image.bytes());
  Result<File> file = File::open(*open, open.path());
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE(file.value().segments().ok());
  EXPECT_EQ(file.value().header().program_count, 1u);
  const auto sections = file.value().sections();
  ASSERT_TRUE(sections.ok());
  EXPECT_EQ(sections.value().size(), 2u);
  EXPECT_EQ(file.value().header().names_section, 7u);
}

TEST(File, RefusesToReadBeyondTheEnd) {
  OpenFile open(program().bytes());
  Result<File> file = File::open(*open, open.path());
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file.value().read(1, UINT64_MAX).error().code(), Code::elf_truncated);
  EXPECT_EQ(file.value().read(UINT64_MAX, 1).error().code(), Code::elf_truncated);
  std::uint8_t byte;
  EXPECT_EQ(file.value().read_into(program().size(), &byte, 1).error().code(), Code::elf_truncated);
}

TEST(File, RefusesCountsThatTheFileCannotHold) {
  ElfImage image = program();
  const std::size_t at = image.size();
  image.append(std::string(64, '\0'));
  image.native(40, at).put16(56, 0xffff).put32(at + 44, 0xffffffff);
  EXPECT_EQ(judge(image), Code::elf_malformed);
  image.put32(at + 44, 1000);
  EXPECT_EQ(judge(image), Code::elf_truncated);
  image.native(40, UINT64_MAX - 10);
  EXPECT_EQ(judge(image), Code::elf_truncated);
}

}  // namespace
}  // namespace aex::elf
