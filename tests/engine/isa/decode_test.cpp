#include "engine/isa/decode.hpp"

#include <gtest/gtest.h>

namespace aex::engine {
namespace {

constexpr std::uint64_t kPc = 0x10000;

Instruction decoded(std::uint32_t opcode) { return decode(kPc, opcode).instruction; }

std::int64_t immediate(std::uint32_t opcode) {
  return static_cast<std::int64_t>(decoded(opcode).immediate);
}

TEST(Decode, TakesTheImmediateOfEachFormat) {
  EXPECT_EQ(immediate(0xff010113), -16);            // addi sp,sp,-16
  EXPECT_EQ(immediate(0xfef42623), -20);            // sw a5,-20(s0)
  EXPECT_EQ(immediate(0xfe0418e3), 0xfff0);         // bne s0,x0,.-16
  EXPECT_EQ(immediate(0xeb5ff0ef), 0xfeb4);         // jal ra,.-332
  EXPECT_EQ(immediate(0x800007b7), -0x80000000LL);  // lui a5,0x80000
  EXPECT_EQ(immediate(0x00004197), 0x14000);        // auipc gp,0x4
  EXPECT_EQ(immediate(0x03f45413), 63);             // srli s0,s0,63
  EXPECT_EQ(immediate(0xc0002573), 0xc00);          // rdcycle a0
}

TEST(Decode, TurnsWritesToX0IntoWritesToTheSink) {
  EXPECT_EQ(decoded(0x00000013).rd, kSink);      // addi x0,x0,0
  EXPECT_EQ(decoded(0x0000006f).rd, kSink);      // jal x0,.
  EXPECT_EQ(decoded(0x00003007).rd, 0);          // fld f0,0(x0): f0 is a register
  const Instruction pair = decoded(0x0000400b);  // mips.ldp x0,x0,0(x0)
  EXPECT_EQ(pair.rd, kSink);
  EXPECT_EQ(pair.rs3, kSink);
}

TEST(Decode, KnowsTheVendorsInstructions) {
  // mips.ldp x10, x11, 120(x2): rd2 in 31:27, immediate 6:3 in 26:23.
  const Instruction ldp = decoded(11u << 27 | 15u << 23 | 2u << 15 | 4u << 12 | 10u << 7 | 0x0b);
  EXPECT_EQ(ldp.op, Op::mips_ldp);
  EXPECT_EQ(ldp.immediate, 120u);
  EXPECT_EQ(ldp.rd, 10);
  EXPECT_EQ(ldp.rs3, 11);
  const Instruction lwp =
      decoded(11u << 27 | 31u << 22 | 1u << 20 | 2u << 15 | 4u << 12 | 10u << 7 | 0x0b);
  EXPECT_EQ(lwp.op, Op::mips_lwp);
  EXPECT_EQ(lwp.immediate, 124u);
  // mips.sdp x10, x11, 104(x2): immediate 6:5 in 26:25, 4:3 in 11:10.
  const Instruction sdp =
      decoded(11u << 27 | 3u << 25 | 10u << 20 | 2u << 15 | 5u << 12 | 1u << 10 | 0x0b);
  EXPECT_EQ(sdp.op, Op::mips_sdp);
  EXPECT_EQ(sdp.immediate, 104u);
  const Instruction swp =
      decoded(11u << 27 | 3u << 25 | 10u << 20 | 2u << 15 | 5u << 12 | 5u << 9 | 1u << 7 | 0x0b);
  EXPECT_EQ(swp.op, Op::mips_swp);
  EXPECT_EQ(swp.immediate, 116u);
  const Instruction ccmov =
      decoded(13u << 27 | 3u << 25 | 12u << 20 | 11u << 15 | 3u << 12 | 10u << 7 | 0x0b);
  EXPECT_EQ(ccmov.op, Op::mips_ccmov);
  EXPECT_EQ(ccmov.rs3, 13);
  EXPECT_EQ(decoded(511u << 20 | 2u << 15 | 1u << 7 | 0x0b).op, Op::mips_pref);
  // Bits that must be zero are not.
  EXPECT_EQ(decoded(1u << 22 | 4u << 12 | 0x0b).op, Op::illegal);
  EXPECT_EQ(decoded(7u << 12 | 0x0b).op, Op::illegal);
}

TEST(Decode, TakesTheMarkersForThemselvesOnly) {
  EXPECT_EQ(decoded(0x00004033).op, Op::roi_begin);
  EXPECT_EQ(decoded(0x0010c033).op, Op::roi_end);
  EXPECT_EQ(decoded(0x0010c0b3).op, Op::xor_);
}

TEST(Decode, ExpandsCompressedInstructions) {
  const Instruction stack = decoded(0x7139);  // c.addi16sp x2,-64
  EXPECT_EQ(stack.op, Op::addi);
  EXPECT_EQ(stack.size, 2);
  EXPECT_EQ(stack.rd, 2);
  EXPECT_EQ(static_cast<std::int64_t>(stack.immediate), -64);
  const Instruction jump = decoded(0x8082);  // c.jr x1
  EXPECT_EQ(jump.op, Op::jalr);
  EXPECT_EQ(jump.rd, kSink);
  EXPECT_EQ(jump.rs1, 1);
  EXPECT_EQ(decoded(0x9002).op, Op::ebreak);
  EXPECT_EQ(decoded(0x9082).op, Op::jalr);  // c.jalr x1
  EXPECT_EQ(decoded(0x9082).rd, 1);
}

TEST(Decode, RefusesReservedEncodings) {
  for (const std::uint32_t opcode : {0x0000u, 0x6101u, 0x6001u | 5u << 7, 0x2001u, 0x4002u, 0x6002u,
                                     0x8002u, 0x8000u, 0x9c41u, 0xffffffffu, 0x0000707fu}) {
    EXPECT_EQ(decoded(opcode).op, Op::illegal) << std::hex << opcode;
  }
}

}  // namespace
}  // namespace aex::engine
