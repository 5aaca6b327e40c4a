#include "engine/isa/disassemble.hpp"

#include <gtest/gtest.h>

namespace aex::engine {
namespace {

struct Line {
  std::uint32_t opcode;
  const char* text;
};

/* As GNU objdump writes them with -M no-aliases,numeric, in the columns of the reports. */
constexpr Line kLines[] = {
    {0x00008067, "jalr        x0,0(x1)"},
    {0xff010113, "addi        x2,x2,-16"},
    {0x00113423, "sd          x1,8(x2)"},
    {0x2081b787, "fld         f15,520(x3)"},
    {0x02f7f753, "fadd.d      f14,f15,f15"},
    {0x02f78753, "fadd.d      f14,f15,f15,rne"},
    {0x40345413, "srai        x8,x8,0x3"},
    {0x000127b7, "lui         x15,0x12"},
    {0xfe0418e3, "bne         x8,x0,0x0000fff0"},
    {0xd2078753, "fcvt.d.w    f14,x15"},
    {0xd2079753, "fcvt.d.w    f14,x15,rtz"},
    {0xc2079753, "fcvt.w.d    x14,f15,rtz"},
    {0x22f78553, "fsgnj.d     f10,f15,f15"},
    {0x2124e4b3, "sh3add      x9,x9,x18"},
    {0x00000073, "ecall"},
    {0x0ff0000f, "fence       iorw,iorw"},
    {0x8330000f, "fence.tso"},
    {0x0000100f, "fence.i"},
    {0x00102573, "csrrs       x10,fflags,x0"},
    {0x7c005573, "csrrwi      x10,0x7c0,0"},
    {0x1005a52f, "lr.w        x10,(x11)"},
    {0x0ec5b52f, "amoswap.d.aqrl x10,x12,(x11)"},
    {0x7ac6f7c3, "fmadd.d     f15,f13,f12,f15"},
    {0x7139, "c.addi16sp  x2,-64"},
    {0x8082, "c.jr        x1"},
    {0x6405, "c.lui       x8,0x1"},
    {0x0001, "c.addi      x0,0"},
    {0x9002, "c.ebreak"},
    {0x0000, "c.unimp"},
    {0xffffffff, ".4byte      0xffffffff"},
};

TEST(Disassemble, WritesEachForm) {
  Disassembler disassembler;
  for (const Line& line : kLines) {
    EXPECT_EQ(disassembler.text(0x10000, line.opcode), line.text);
  }
}

TEST(Disassemble, WritesTheVendorsInstructions) {
  Disassembler disassembler;
  const auto text = [&](std::uint32_t opcode) { return disassembler.text(0, opcode | 0x0b); };
  EXPECT_EQ(text(11u << 27 | 15u << 23 | 2u << 15 | 4u << 12 | 10u << 7),
            "mips.ldp    x10,x11,120(x2)");
  EXPECT_EQ(text(11u << 27 | 3u << 25 | 10u << 20 | 2u << 15 | 5u << 12 | 1u << 10),
            "mips.sdp    x10,x11,104(x2)");
  EXPECT_EQ(text(13u << 27 | 3u << 25 | 12u << 20 | 11u << 15 | 3u << 12 | 10u << 7),
            "mips.ccmov  x10,x12,x11,x13");
  EXPECT_EQ(text(64u << 20 | 2u << 15 | 3u << 7), "mips.pref   3,64(x2)");
}

TEST(Disassemble, ShowsAnAddressWhereItIsCompleted) {
  Disassembler disassembler;
  EXPECT_EQ(disassembler.text(0x10138, 0x00004197), "auipc       x3,0x4");
  EXPECT_EQ(disassembler.text(0x1013c, 0xaa018193), "addi        x3,x3,-1376 # 0x00013bd8");
  EXPECT_EQ(disassembler.text(0x10140, 0xaa018193), "addi        x3,x3,-1376");
  disassembler.text(0x1043c, 0x000127b7);
  EXPECT_EQ(disassembler.text(0x10440, 0x3a87b787), "fld         f15,936(x15) # 0x000123a8");
  EXPECT_EQ(disassembler.text(0x10444, 0x00803083), "ld          x1,8(x0) # 0x00000008");
}

}  // namespace
}  // namespace aex::engine
