#include "elf/workload.hpp"

#include <gtest/gtest.h>

#include "elf/elf_image.hpp"

namespace aex::elf {
namespace {

using namespace aex::testing;

TEST(Workload, TakesAStaticProgram) {
  EXPECT_EQ(judge(program()), Code::ok);
  EXPECT_EQ(judge(program(), 64), Code::ok);
  EXPECT_EQ(judge(program(false), 32), Code::ok);
  EXPECT_EQ(judge(program().append("trailing bytes")), Code::ok);
}

TEST(Workload, RefusesOtherFiles) {
  EXPECT_EQ(judge(""), Code::workload_empty);
  EXPECT_EQ(judge("#!/bin/sh\n"), Code::elf_not_elf);
  EXPECT_EQ(judge("\177EL"), Code::elf_not_elf);
  EXPECT_EQ(judge("\177ELF"), Code::elf_truncated);
}

TEST(Workload, RefusesAnotherMachineOrClass) {
  EXPECT_EQ(judge(program().put16(18, 62)), Code::elf_wrong_machine);
  EXPECT_EQ(judge(program(true, true)), Code::elf_wrong_machine);
  EXPECT_EQ(judge(program(), 32), Code::elf_wrong_class);
  EXPECT_EQ(judge(program(false), 64), Code::elf_wrong_class);
}

TEST(Workload, RefusesWhatIsCutShort) {
  const std::string whole = program().bytes();
  for (std::size_t size = 4; size < whole.size(); ++size) {
    EXPECT_EQ(judge(whole.substr(0, size)), Code::elf_truncated) << size << " bytes";
  }
}

TEST(Workload, RefusesContradictions) {
  for (const std::size_t at : {4, 5, 6}) {
    std::string bytes = program().bytes();
    bytes[at] = '\3';
    EXPECT_EQ(judge(bytes), Code::elf_malformed) << at;
  }
  EXPECT_EQ(judge(program().put16(54, 57)), Code::elf_malformed);
  EXPECT_EQ(judge(program().native(40, 64).put16(58, 63)), Code::elf_malformed);
  EXPECT_EQ(judge(program().native(24, 0x20000)), Code::elf_malformed);  // entry
  EXPECT_EQ(judge(program().native(64 + 40, 3)), Code::elf_malformed);   // less memory
  EXPECT_EQ(judge(program().native(64 + 16, UINT64_MAX)), Code::elf_malformed);
  EXPECT_EQ(judge(program().native(64 + 40, UINT64_MAX)), Code::elf_malformed);
  EXPECT_EQ(judge(program().put32(64 + 4, 6)), Code::elf_malformed);  // entry in data
  EXPECT_EQ(judge(program().native(64 + 8, 9)), Code::elf_truncated);
}

TEST(Workload, RefusesWhatIsNoStaticExecutable) {
  EXPECT_EQ(judge(program().put16(16, 1)), Code::elf_not_executable);
  EXPECT_EQ(judge(program().put16(16, 3)), Code::elf_not_executable);
  EXPECT_EQ(judge(program().put16(16, 4)), Code::elf_not_executable);
  EXPECT_EQ(judge(program().put16(16, 0xfe00)), Code::elf_not_executable);
  EXPECT_EQ(judge(program().put16(56, 0)), Code::elf_not_executable);
  EXPECT_EQ(judge(program().put32(64, 3)), Code::elf_not_executable);  // PT_INTERP
}

/* A program with a dynamic section: entries of a tag and a value. */
ElfImage dynamic(std::uint16_t type, const std::vector<std::uint64_t>& entries) {
  ElfImage image(true, false);
  const std::size_t code = image.header_bytes() + 2 * image.segment_bytes();
  const std::size_t size = code + 8 * entries.size();
  image.segment(1, 5, 0, 0, size, size);
  image.segment(2, 4, code, code, 8 * entries.size(), 8 * entries.size());
  image.append(std::string(8 * entries.size(), '\0')).put16(16, type).native(24, code);
  for (std::size_t i = 0; i < entries.size(); ++i) image.native(code + 8 * i, entries[i]);
  return image;
}

TEST(Workload, TellsStaticPieFromLibraries) {
  constexpr std::uint64_t kFlags1 = 0x6ffffffb, kPie = 0x08000000;
  EXPECT_EQ(judge(dynamic(3, {kFlags1, kPie, 0, 0})), Code::ok);
  EXPECT_EQ(judge(dynamic(3, {kFlags1, 1, 0, 0})), Code::elf_not_executable);
  EXPECT_EQ(judge(dynamic(3, {0, 0, kFlags1, kPie})), Code::elf_not_executable);
  EXPECT_EQ(judge(dynamic(3, {1, 5, kFlags1, kPie})), Code::elf_not_executable);
  EXPECT_EQ(judge(dynamic(2, {1, 5, 0, 0})), Code::elf_not_executable);
  EXPECT_EQ(judge(dynamic(2, {0, 0})), Code::ok);
}

TEST(Workload, SurvivesAnyOneByte) {
  const std::string whole = dynamic(3, {0x6ffffffb, 0x08000000, 0, 0}).bytes();
  OpenFile keeper(whole);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int value : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(value);
      const Code code = judge(bytes);
      const int number = static_cast<int>(code);
      EXPECT_TRUE(code == Code::ok || number / 100 == 8) << at << " is " << number;
    }
  }
}

}  // namespace
}  // namespace aex::elf
