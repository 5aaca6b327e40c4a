#include "engine/trace/tracer.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "engine/guest.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;
using namespace report::stf;

std::string text_of(const TracedInstruction& traced) {
  std::ostringstream text;
  text << std::hex << traced.pc - kCodeAddress;
  for (const RegisterValue& value : traced.registers) {
    text << ' ' << "?xfvc"[static_cast<int>(value.kind)] << std::dec << value.number << std::hex
         << (value.role == RegisterRole::source ? '=' : '>') << value.value;
  }
  for (const MemoryAccess& access : traced.accesses) {
    text << (access.type == AccessType::load ? " load" : " store") << access.size << '@'
         << access.address << '=' << access.content;
  }
  if (traced.target) text << " to " << *traced.target - kCodeAddress;
  return text.str();
}

/* One line for each instruction. */
std::string trace_of(const MachinePointer& machine) {
  Tracer tracer(*machine);
  TracedInstruction traced;
  std::string text;
  for (std::uint64_t i = 0; i < 1000 && tracer.step(traced); ++i) {
    EXPECT_EQ(traced.index, i);
    text += text_of(traced) + '\n';
  }
  return text;
}

TEST(Tracer, SaysWhatEachInstructionDid) {
  const MachinePointer machine = load_code(with_exit(
      {lui(a1, 0x20), addi(a0, zero, -2), sd(a0, a1, 16), i_type(0x2003, a2, a1, 16), /* lw */
       bne(a2, a0, 8), bne(a2, zero, 8), kRoiBegin, jal(ra, 4)}));
  EXPECT_EQ(trace_of(machine),
            "0 x11>20000\n"
            "4 x10>fffffffffffffffe\n"
            "8 x11=20000 x10=fffffffffffffffe store8@20010=fffffffffffffffe\n"
            "c x11=20000 x12>fffffffffffffffe load4@20010=fffffffe\n"
            "10 x12=fffffffffffffffe x10=fffffffffffffffe\n"
            "14 x12=fffffffffffffffe to 1c\n"
            "1c x1>10020 to 20\n"
            "20 x17>5d\n"
            "24\n");
  EXPECT_EQ(machine->state(), Machine::State::exited);
}

TEST(Tracer, GivesAtomicsBothTheirAccesses) {
  const std::uint32_t amoadd_d = 0x0000302f;
  const std::uint32_t lr_w = 0x1000202f;
  const std::uint32_t sc_w = 0x1800202f;
  const MachinePointer machine = load_code(
      with_exit({lui(a1, 0x20), addi(a0, zero, 5), sd(a0, a1, 0), r_type(amoadd_d, a2, a1, a0),
                 r_type(amoadd_d, zero, a1, a0), r_type(sc_w, zero, a1, a0),
                 r_type(lr_w, a2, a1, 0), r_type(sc_w, zero, a1, a0)}));
  EXPECT_EQ(trace_of(machine),
            "0 x11>20000\n"
            "4 x10>5\n"
            "8 x11=20000 x10=5 store8@20000=5\n"
            "c x11=20000 x10=5 x12>5 load8@20000=5 store8@20000=a\n"
            "10 x11=20000 x10=5 load8@20000=a store8@20000=f\n"
            "14 x11=20000 x10=5\n"
            "18 x11=20000 x12>f load4@20000=f\n"
            "1c x11=20000 x10=5 store4@20000=5\n"
            "20 x17>5d\n"
            "24\n");
}

TEST(Tracer, NamesPairsFloatsAndControlRegisters) {
  const std::uint32_t ldp = 0x0000400b | 13u << 7 | 11u << 15 | 14u << 27; /* a3, a4, 0(a1) */
  const std::uint32_t fld = i_type(0x3007, 1, a1, 0);
  const std::uint32_t flt_d = 0xa2001053 | 12u << 7 | 2u << 15 | 1u << 20; /* a2, f2, f1 */
  const std::uint32_t csrrw = i_type(0x1073, a5, a0, 3);                   /* fcsr */
  const MachinePointer machine = load_code(with_exit(
      {lui(a1, 0x20), addi(a0, zero, 9), sd(a0, a1, 0), sd(a0, a1, 8), ldp, fld, flt_d, csrrw}));
  EXPECT_EQ(trace_of(machine),
            "0 x11>20000\n"
            "4 x10>9\n"
            "8 x11=20000 x10=9 store8@20000=9\n"
            "c x11=20000 x10=9 store8@20008=9\n"
            "10 x11=20000 x13>9 x14>9 load8@20000=9 load8@20008=9\n"
            "14 x11=20000 f1>9 load8@20000=9\n"
            "18 f2=0 f1=9 x12>1\n"
            "1c x10=9 c3=0 x15>0 c3>9\n"
            "20 x17>5d\n"
            "24\n");
}

TEST(Tracer, StopsBeforeTheInstructionThatFails) {
  const MachinePointer machine = load_code({addi(a0, zero, 1), ld(a0, zero, 0)});
  EXPECT_EQ(trace_of(machine), "0 x10>1\n");
  EXPECT_EQ(failure_of(*machine), Code::guest_bad_access);
  const MachinePointer lost = load_code({jalr(zero, zero, 8)});
  EXPECT_EQ(trace_of(lost).substr(0, 5), "0 to ");
  EXPECT_EQ(failure_of(*lost), Code::guest_bad_access);
}

/* Two threads add 7 to a number of their own in a loop, for several turns each. */
TEST(Tracer, FollowsOneThreadToTheNext) {
  const MachinePointer machine = load_code(with_exit(
      {lui(a0, 0x11), addi(a0, a0, -0x700), addi(a1, zero, 0), addi(a7, zero, 220), kEcall,
       addi(s0, a0, 0), lui(t0, 0x20), addi(s1, s0, 7), addi(t0, t0, -1), bne(t0, zero, -8)}));
  Tracer tracer(*machine);
  TracedInstruction traced;
  std::set<std::uint64_t> sums;
  std::uint64_t switches = 0;
  std::uint64_t next = machine->hart().pc;
  for (; tracer.step(traced); next = traced.next_pc()) {
    switches += traced.pc != next ? 1 : 0;
    if (traced.pc == kCodeAddress + 28) sums.insert(traced.registers.back().value);
    EXPECT_EQ(traced.target.value_or(kCodeAddress + 28), kCodeAddress + 28);
  }
  EXPECT_EQ(machine->state(), Machine::State::exited);
  EXPECT_EQ(machine->hart().retired, 5 + 2 * (2 + 3 * 0x20000 + 2u));
  EXPECT_GE(switches, 4u);
  EXPECT_EQ(sums, (std::set<std::uint64_t>{7, 9}));
}

/* Running at once and step by step are the same run. */
TEST(Tracer, RunsAsAMachineDoesOnItsOwn) {
  for (const char* name : {"sort", "text", "bits"}) {
    const std::string path = std::string(AEX_SOURCE_DIR "/examples/workloads/") + name + ".elf";
    auto whole = Machine::load(os::system_files(), path, 64, MachineLimits());
    auto stepped = Machine::load(os::system_files(), path, 64, MachineLimits());
    ASSERT_TRUE(whole.ok() && stepped.ok());
    whole.value()->run(kPlenty);
    Tracer tracer(*stepped.value());
    TracedInstruction traced;
    std::uint64_t next = traced.pc = stepped.value()->hart().pc;
    std::uint64_t count = 0;
    for (; tracer.step(traced); ++count) {
      ASSERT_EQ(traced.pc, next) << name << ' ' << count;
      next = traced.next_pc();
    }
    EXPECT_EQ(count, whole.value()->hart().retired) << name;
    EXPECT_EQ(stepped.value()->kernel().output(), whole.value()->kernel().output()) << name;
  }
}

}  // namespace
}  // namespace aex::engine
