#include "analysis/sources.hpp"

#include <gtest/gtest.h>

#include "analysis/program.hpp"
#include "support/elf/elf_sections.hpp"
#include "support/memory_files.hpp"
#include "support/shared_data.hpp"

namespace aex::analysis {
namespace {

using testing::ByteWriter;
using testing::ElfSections;
using testing::Program;

Result<std::vector<std::string>> sources_in(const Bytes& elf, bool only_existing = false,
                                            const std::string& there = "") {
  testing::MemoryFiles files;
  files.contents["a.elf"] = elf;
  if (!there.empty()) files.contents[there] = {};
  return source_files(files, "a.elf", {only_existing});
}

TEST(Sources, OfTheVendorsWorkload) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const auto sources = source_files(os::system_files(), data + "/mandelbrot_rv64_O0.elf");
  ASSERT_TRUE(sources.ok()) << sources.error().detail();
  ASSERT_EQ(sources.value().size(), 3u);
  EXPECT_EQ(sources.value()[1],
            "D:\\A_LocalGit\\MIPS\\gyrfalcon-example-projects\\mandelbrot/src/mandelbrot.c");
  EXPECT_TRUE(
      source_files(os::system_files(), data + "/mandelbrot_rv64_O0.elf", {true}).value().empty());
}

TEST(Sources, RefuseWhatHasNone) {
  testing::ElfSectionsShape object;
  object.type = 1;
  const auto code = [](const Bytes& elf) { return sources_in(elf).error().code(); };
  EXPECT_EQ(code({}), Code::workload_empty);
  EXPECT_EQ(code(Bytes(100)), Code::elf_not_elf);
  EXPECT_EQ(code(ElfSections().add(".text", {1}).file()), Code::debug_info_missing);
  EXPECT_EQ(code(ElfSections(object).add(".debug_line", {}).file()), Code::elf_relocatable);
  testing::MemoryFiles none;
  EXPECT_EQ(source_files(none, "a.elf").error().code(), Code::file_missing);
  EXPECT_EQ(sources_in(ElfSections().add(".debug_line", {1, 2, 3, 4, 5}).file()).error().detail(),
            "a.elf: .debug_line at offset 0x0: is cut short");
}

/* One unit of DWARF 4 whose only entry says `name` in `folder`, without a line table. */
Bytes unit_without_table(const std::string& folder, const std::string& name) {
  const ByteWriter body = ByteWriter().u16(4).u32(0).u8(8).uleb(1).text(name).text(folder);
  const ByteWriter abbreviations =
      ByteWriter().uleb(1).uleb(0x11).u8(0).uleb(3).uleb(8).uleb(0x1b).uleb(8).u16(0).u8(0);
  return ElfSections()
      .add(".debug_info", ByteWriter().unit(body).bytes())
      .add(".debug_abbrev", abbreviations.bytes())
      .file();
}

TEST(Sources, OfAUnitWithoutALineTableIsItsName) {
  EXPECT_EQ(sources_in(unit_without_table("/src", "x/../a.c")).value(),
            std::vector<std::string>{"/src/a.c"});
  EXPECT_TRUE(sources_in(unit_without_table("/src", "")).value().empty());
}

TEST(Sources, ExistingOnesMayNeedTheirLinks) {
  const Bytes elf = unit_without_table("/src", "link/../a.c");
  EXPECT_TRUE(sources_in(elf, true).value().empty());
  EXPECT_EQ(sources_in(elf, true, "/src/a.c").value(), std::vector<std::string>{"/src/a.c"});
  EXPECT_EQ(sources_in(elf, true, "/src/link/../a.c").value(),
            std::vector<std::string>{"/src/link/../a.c"});
}

TEST(Sources, ComeFromAllTablesWhereThereAreNoUnits) {
  const Program program({"gcc", 5, false, "plain"});
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  const auto all = source_files(os::system_files(), program.path());
  ASSERT_TRUE(program.run("objcopy -R .debug_info -R .debug_abbrev prog").ok());
  const auto rest = source_files(os::system_files(), program.path());
  ASSERT_TRUE(rest.ok()) << rest.error().detail();
  EXPECT_EQ(rest.value(), all.value());
}

/* The promise of a memory that does not grow: of a large program little is read. */
TEST(Sources, AreReadFromHeadersAlone) {
  ByteWriter lists;
  lists.u8(1).uleb(1).uleb(8).uleb(1).text("/src").u8(1).uleb(1).uleb(8).uleb(1).text("a.c");
  ByteWriter header;
  header.u8(1).u8(1).u8(1).u8(0xfb).u8(14).u8(1).raw(lists);
  ByteWriter program;
  for (int i = 0; i < 1000000; ++i) program.u8(20);
  const ByteWriter table =
      ByteWriter().unit(ByteWriter().u16(5).u8(8).u8(0).sized(header).raw(program));
  ByteWriter lines;
  for (int i = 0; i < 8; ++i) lines.raw(table);
  testing::MemoryFiles files;
  files.contents["a.elf"] = ElfSections().add(".debug_line", lines.bytes()).file();
  EXPECT_EQ(source_files(files, "a.elf").value(), std::vector<std::string>{"/src/a.c"});
  EXPECT_LT(files.read_bytes, 50000u);
}

}  // namespace
}  // namespace aex::analysis
