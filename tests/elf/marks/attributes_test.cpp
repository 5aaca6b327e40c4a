#include "elf/marks/attributes.hpp"

#include <gtest/gtest.h>

#include "support/elf/elf_sections.hpp"
#include "support/memory_files.hpp"

namespace aex::elf {
namespace {

using testing::ElfSections;

class Attributes : public ::testing::Test {
 protected:
  Result<std::vector<Attribute>> read(const Bytes& bytes) {
    files_.contents["a.elf"] = bytes;
    AEX_TRY(file_, files_.open("a.elf"));
    AEX_TRY(File file, File::open(*file_, "a.elf"));
    AEX_TRY(const SectionTable table, SectionTable::read(file));
    return read_attributes(file, table);
  }
  /* Stack alignment 16, then the architecture, of vendor "riscv". */
  static Bytes section(ElfSections& image, unsigned longer = 0) {
    const std::string text = "rv64i2p1_m2p0";
    const std::size_t part = 1 + 4 + 2 + 1 + text.size() + 1;
    return image.writer()
        .u8('A')
        .u32(4 + 6 + part + longer)
        .text("riscv")
        .u8(1)
        .u32(part)
        .u8(4)
        .u8(16)
        .u8(5)
        .text(text)
        .bytes();
  }

  testing::MemoryFiles files_;
  std::unique_ptr<os::ReadFile> file_;
};

TEST_F(Attributes, AreReadInBothByteOrders) {
  for (const bool is_big : {false, true}) {
    ElfSections image({true, is_big, 2, 243});
    const auto read_back = read(image.add(".riscv.attributes", section(image)).file());
    ASSERT_TRUE(read_back.ok()) << read_back.error().detail();
    ASSERT_EQ(read_back.value().size(), 2u);
    EXPECT_EQ(read_back.value()[0].vendor, "riscv");
    EXPECT_EQ(read_back.value()[0].number, 16u);
    EXPECT_EQ(read_back.value()[1].tag, kRiscvArchitecture);
    EXPECT_EQ(read_back.value()[1].text, "rv64i2p1_m2p0");
  }
}

TEST_F(Attributes, OfDamagedSectionsAreRefused) {
  ElfSections image;
  EXPECT_EQ(read(image.add(".riscv.attributes", section(image, 1)).file()).error().code(),
            Code::elf_malformed);
  ElfSections other;
  EXPECT_EQ(read(other.add(".gnu.attributes", {'B'}).file()).error().code(), Code::elf_malformed);
}

TEST(RiscvExtensions, LoseTheirVersions) {
  const std::vector<std::string> expected = {"i", "m", "b", "zicsr", "zve32x", "xmipscmov"};
  EXPECT_EQ(riscv_extensions("rv64i2p1_m2p0_b1p0_zicsr2p0_zve32x1p0_xmipscmov1p0"), expected);
  EXPECT_EQ(riscv_extensions("rv32imac"), (std::vector<std::string>{"i", "m", "a", "c"}));
  EXPECT_EQ(riscv_extensions("rv64i2p0m2p0"), (std::vector<std::string>{"i", "m"}));
  EXPECT_TRUE(riscv_extensions("mips32").empty());
}

TEST(FlagNames, SayTheAbi) {
  Header header;
  header.machine = kMachineRiscv;
  header.flags = 5;
  EXPECT_EQ(flag_names(header), (std::vector<std::string>{"rvc", "double-float"}));
  header.machine = 8;
  header.flags = 0x90001400;
  EXPECT_EQ(flag_names(header), (std::vector<std::string>{"nan2008", "o32", "mips32r6"}));
}

}  // namespace
}  // namespace aex::elf
