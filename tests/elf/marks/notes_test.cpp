#include "elf/marks/notes.hpp"

#include <gtest/gtest.h>

#include "support/elf/elf_sections.hpp"
#include "support/memory_files.hpp"

namespace aex::elf {
namespace {

using testing::ElfSections;

Result<std::vector<Note>> read(const Bytes& bytes) {
  testing::MemoryFiles files;
  files.contents["a.elf"] = bytes;
  AEX_TRY(const std::unique_ptr<os::ReadFile> handle, files.open("a.elf"));
  AEX_TRY(File file, File::open(*handle, "a.elf"));
  AEX_TRY(const SectionTable table, SectionTable::read(file));
  return read_notes(file, table);
}

TEST(Notes, AreReadAndNameTheBuild) {
  ElfSections image({false, true, 2, 8});
  const Bytes bytes = image.writer()
                          .u32(4)
                          .u32(3)
                          .u32(kNoteBuildId)
                          .text("GNU")
                          .u8(0xab)
                          .u8(0xcd)
                          .u8(1)
                          .u8(0)
                          .u32(2)
                          .u32(0)
                          .u32(7)
                          .text("x")
                          .u8(0)
                          .u8(0)
                          .bytes();
  const auto notes = read(image.add(".note", bytes, 0, 7).file());
  ASSERT_TRUE(notes.ok()) << notes.error().detail();
  ASSERT_EQ(notes.value().size(), 2u);
  EXPECT_EQ(notes.value()[1].owner, "x");
  EXPECT_EQ(notes.value()[1].type, 7u);
  EXPECT_EQ(build_id(notes.value()), "abcd01");
}

TEST(Notes, ThatAreCutShortAreRefused) {
  ElfSections image;
  const Bytes bytes = image.writer().u32(4).u32(9).u32(1).text("GNU").u32(0).bytes();
  EXPECT_EQ(read(image.add(".note", bytes, 0, 7).file()).error().code(), Code::elf_malformed);
}

}  // namespace
}  // namespace aex::elf
