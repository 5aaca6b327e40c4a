#include "analysis/survey/census.hpp"

#include "analysis/program.hpp"
#include "base/endian.hpp"

namespace aex::analysis {
namespace {

/* One instruction a line with its extension; an assembler makes the opcodes. */
struct Sample {
  const char* text;
  const char* extension;
};
constexpr Sample kSamples[] = {
    {"addi a0,a0,1", "i"},
    {"sraiw a0,a1,3", "i"},
    {"mul a0,a1,a2", "zmmul"},
    {"divuw a0,a1,a2", "m"},
    {"lr.d a0,(a1)", "zalrsc"},
    {"sc.w a0,a1,(a2)", "zalrsc"},
    {"amoadd.w a0,a1,(a2)", "zaamo"},
    {"fld fa0,0(a0)", "d"},
    {"fsw fa0,0(a0)", "f"},
    {"fmadd.s fa0,fa1,fa2,fa3", "f"},
    {"fnmsub.d fa0,fa1,fa2,fa3", "d"},
    {"fadd.d fa0,fa1,fa2", "d"},
    {"fcvt.s.w fa0,a0", "f"},
    {"fcvt.d.s fa0,fa1", "d"},
    {"fcvt.s.d fa0,fa1", "d"},
    {"csrr a0,fcsr", "zicsr"},
    {"ecall", "i"},
    {"fence", "i"},
    {"fence.i", "zifencei"},
    {"sh1add a0,a1,a2", "zba"},
    {"add.uw a0,a1,a2", "zba"},
    {"slli.uw a0,a1,3", "zba"},
    {"andn a0,a1,a2", "zbb"},
    {"clz a0,a1", "zbb"},
    {"rori a0,a1,7", "zbb"},
    {"zext.h a0,a1", "zbb"},
    {"orc.b a0,a1", "zbb"},
    {"rev8 a0,a1", "zbb"},
    {"maxu a0,a1,a2", "zbb"},
    {"rolw a0,a1,a2", "zbb"},
    {"clmul a0,a1,a2", "zbc"},
    {"bset a0,a1,a2", "zbs"},
    {"bexti a0,a1,3", "zbs"},
    {"bclri a0,a1,3", "zbs"},
    {"binv a0,a1,a2", "zbs"},
    {".4byte 0x0000300b", "xmipscmov"},
    {".4byte 0x0000400b", "xmipslsp"},
    {".4byte 0x0000002b", "vendor (custom-1)"},
};

TEST(Census, AgreesWithTheAssembler) {
  const std::string gcc = "riscv64-linux-gnu-gcc";
  if (testing::find_tool({gcc}).empty()) GTEST_SKIP() << gcc << " is not on this machine";
  testing::Folder folder;
  std::string text = ".option norvc\n.text\n";
  for (const Sample& sample : kSamples) text += std::string(sample.text) + '\n';
  folder.write("a.s", text);
  const auto built = testing::run_command(
      folder.path(), gcc +
                         " -march=rv64gc_zba_zbb_zbc_zbs_zifencei -c a.s -o a.o && "
                         "riscv64-linux-gnu-objcopy -O binary -j .text a.o a.bin");
  ASSERT_TRUE(built.ok()) << built.output;
  const std::string code = folder.read("a.bin");
  ASSERT_EQ(code.size(), 4 * (sizeof kSamples / sizeof kSamples[0]));
  const ByteView view(code);
  for (std::size_t i = 0; i < sizeof kSamples / sizeof kSamples[0]; ++i) {
    EXPECT_STREQ(extension_of(load_le<std::uint32_t>(view.data + 4 * i)), kSamples[i].extension)
        << kSamples[i].text;
  }
}

TEST(Census, CountsShortInstructionsAndLeavesHalfOnes) {
  Census census;
  const Bytes code = {0x01, 0x00, 0x13, 0x00, 0x00, 0x00, 0x13, 0x00};
  EXPECT_EQ(take_census(code, census), 2u);
  EXPECT_EQ(census, (Census{{"c", 1}, {"i", 1}}));
}

}  // namespace
}  // namespace aex::analysis
