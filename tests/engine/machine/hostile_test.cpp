/* Guests that mean harm, or are badly broken. Each must end in an error of the table, or in its
 * budget, and touch nothing. */
#include <gtest/gtest.h>

#include "engine/guest.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

TEST(Hostile, AnEndlessLoopEndsWithItsSlice) {
  const MachinePointer machine = load_code({jal(zero, 0)});
  EXPECT_EQ(machine->run(1'000'000), Machine::State::running);
  EXPECT_EQ(machine->hart().retired, 1'000'000u);
}

TEST(Hostile, AccessesOutsideFault) {
  const Words kAddresses[] = {
      {addi(t0, zero, 0)},                   // 0
      {addi(t0, zero, -8)},                  // the last word of the address space
      {lui(t0, 0x0f), addi(t0, t0, 0x7ff)},  // below the program
      {lui(t0, 0x7ffff)},                    // above the buffer
      {addi(t0, zero, 1), 0x03f29293},       // 2^63: slli t0,t0,63
      {lui(t0, 0x21)},                       // just after the data
      {lui(t0, 0x21), addi(t0, t0, -4)},     // half outside
  };
  for (const Words& address : kAddresses) {
    Words reads = address, writes = address, calls = address;
    reads.push_back(ld(a0, t0, 0));
    writes.push_back(sd(a0, t0, 0));
    calls.push_back(jalr(ra, t0, 0));
    EXPECT_EQ(failure_of(*run_code(reads)), Code::guest_bad_access);
    EXPECT_EQ(failure_of(*run_code(writes)), Code::guest_bad_access);
    EXPECT_EQ(failure_of(*run_code(calls)), Code::guest_bad_access);
  }
}

TEST(Hostile, CodeCannotBeWrittenNorDataExecuted) {
  EXPECT_EQ(failure_of(*run_code({lui(t0, 0x10), sd(t0, t0, 0)})), Code::guest_bad_access);
  EXPECT_EQ(failure_of(*run_code({lui(t0, 0x20), jalr(ra, t0, 0)})), Code::guest_bad_access);
}

TEST(Hostile, EndlessRecursionMeetsTheGuard) {
  // Pushes until it leaves the stack.
  const MachinePointer machine = run_code({addi(sp, sp, -16), sd(ra, sp, 0), jal(ra, -8)});
  EXPECT_EQ(failure_of(*machine), Code::guest_bad_access);
  EXPECT_NE(machine->failure().detail().find("store"), std::string::npos);
  EXPECT_LT(machine->hart().retired, 8u << 20);
}

TEST(Hostile, AWriteBombIsCut) {
  // write(1, code, 4096) for ever.
  const Words code = {lui(a1, 0x20),     lui(a2, 1), addi(a7, zero, 64),
                      addi(a0, zero, 1), kEcall,     jal(zero, -8)};
  MachineLimits limits;
  limits.max_stdout_bytes = 10'000;
  const MachinePointer machine = load_elf(elf_of(code), limits);
  EXPECT_EQ(machine->run(100'000), Machine::State::running);
  EXPECT_EQ(machine->kernel().output().size(), 10'000u);
  EXPECT_TRUE(machine->kernel().is_output_cut());
}

TEST(Hostile, AnEnormousWriteIsRefused) {
  const MachinePointer machine = run_code(with_exit(
      {lui(a1, 0x20), addi(a2, zero, -1), addi(a0, zero, 1), addi(a7, zero, 64), kEcall}));
  EXPECT_EQ(machine->kernel().exit_status(), -14 & 0xff);
  EXPECT_TRUE(machine->kernel().output().empty());
}

TEST(Hostile, ABreakBombStopsAtTheStack) {
  // Moves the break by 1 MiB until the kernel refuses; then touches the last page of the heap.
  const Words code = {
      addi(a0, zero, 0), addi(a7, zero, 214), kEcall, add(s0, a0, zero), lui(s1, 0x100),
      add(a0, s0, s1),   add(s2, a0, zero),   kEcall, add(s0, a0, zero), b_type(0x63, a0, s2, -16),
      sd(zero, s0, -8)};
  const MachinePointer machine = load_elf(elf_of(with_exit(code)));
  while (machine->run(kPlenty) == Machine::State::running) {
  }
  EXPECT_EQ(machine->state(), Machine::State::exited);
  const std::uint64_t is_wide = sizeof(void*) == 8; /* else the host's own addresses run out */
  EXPECT_GT(machine->hart().retired, is_wide ? 3000u : 1000u);
}

TEST(Hostile, CostlyCallsShortenTheSlice) {
  // mmap(0, 256 MiB, 3, MAP_ANONYMOUS) and munmap, for ever: the guest hardly retires anything.
  const Words code = {
      addi(a0, zero, 0),   lui(a1, 0x10000), addi(a2, zero, 3),   addi(a3, zero, 0x20),
      addi(a7, zero, 222), kEcall,           addi(a7, zero, 215), kEcall,
      jal(zero, -32)};
  const MachinePointer machine = load_elf(elf_of(code));
  EXPECT_EQ(machine->run(1'000'000), Machine::State::running);
  EXPECT_LT(machine->hart().retired, 1000u);
}

TEST(Hostile, UnknownCallsAreNamed) {
  const MachinePointer machine = run_code(with_exit({addi(a7, zero, 221), kEcall}));
  EXPECT_EQ(machine->kernel().exit_status(), -38 & 0xff);
  EXPECT_EQ(machine->kernel().unknown_calls(), (std::set<std::uint64_t>{221}));
}

TEST(Hostile, SignalsToItselfEndIt) {
  const MachinePointer machine = run_code(
      {addi(a0, zero, 1), addi(a1, zero, 1), addi(a2, zero, 6), addi(a7, zero, 131), kEcall});
  EXPECT_EQ(failure_of(*machine), Code::guest_aborted);
  EXPECT_NE(machine->failure().detail().find("signal 6"), std::string::npos);
  EXPECT_EQ(failure_of(*run_code({kEbreak})), Code::guest_aborted);
}

TEST(Hostile, AnEnormousBssIsRefused) {
  const std::string code = code_bytes({kEcall});
  const std::string elf =
      elf_of({{5, kCodeAddress, code, code.size()}, {6, kDataAddress, "", UINT64_C(1) << 30}});
  const Folder folder;
  const auto machine = Machine::load(os::system_files(), folder.write("bss.elf", elf), 64, {});
  ASSERT_FALSE(machine.ok());
  EXPECT_EQ(machine.error().code(), Code::guest_too_large);
  EXPECT_NE(machine.error().detail().find("bss.elf"), std::string::npos);
}

TEST(Hostile, SegmentsFarApartAreRefused) {
  const std::string code = code_bytes({kEcall});
  for (const std::uint64_t address : {UINT64_C(1) << 40, UINT64_MAX - 8192}) {
    const std::string elf = elf_of({{5, kCodeAddress, code, code.size()}, {6, address, "", 4096}});
    const Folder folder;
    const auto machine = Machine::load(os::system_files(), folder.write("far.elf", elf), 64, {});
    ASSERT_FALSE(machine.ok());
    EXPECT_EQ(machine.error().code(), Code::guest_too_large);
  }
}

TEST(Hostile, AProgramAtTheTopOfTheAddressSpaceIsRefusedOrRuns) {
  const std::string code = code_bytes(with_exit({addi(a0, zero, 3)}));
  const std::string elf = elf_of({{5, UINT64_C(0xffffffff80000000), code, code.size()}});
  const Folder folder;
  const auto machine = Machine::load(os::system_files(), folder.write("top.elf", elf), 64, {});
  if (machine.ok()) {
    machine.value()->run(kPlenty);
    EXPECT_EQ(machine.value()->kernel().exit_status(), 3);
  } else {
    EXPECT_EQ(machine.error().code(), Code::guest_too_large);
  }
}

/* A wall of code, each address entered once: decoded code must not pile up. */
TEST(Hostile, EnormousCodeIsForgottenAndCounted) {
  Words code(4 << 20, addi(a0, a0, 1));
  code.push_back(jal(zero, 0));
  const MachinePointer machine = load_elf(elf_of(code));
  machine->run(code.size() + 10);
  EXPECT_EQ(failure_of(*machine), Code::guest_too_large);
}

/* Every round writes another instruction in its own way and executes it: neither the slice nor the
 * memory for counts may grow with it. */
TEST(Hostile, CodeThatChangesItselfIsCountedAndCut) {
  Words code = {lui(t0, 0x10),
                lui(t1, 0x1), /* what is added to the instruction: one to its immediate's low bit */
                i_type(0x2003, t2, t0, 40),
                add(t2, t2, t1),
                s_type(0x2023, t2, t0, 40),
                kFenceI,
                jal(ra, 16),
                jal(zero, -20),
                0,
                0,
                0x00000037, /* lui zero,0 at first; its immediate grows */
                jalr(zero, ra, 0)};
  const std::string bytes = code_bytes(code);
  const MachinePointer machine = load_elf(elf_of({{7, kCodeAddress, bytes, bytes.size()}}));
  EXPECT_EQ(machine->run(1'000'000), Machine::State::running);
  EXPECT_LT(machine->hart().retired, 100'000u);
  const std::vector<Count> counts = machine->counts();
  std::uint64_t retired = 0, versions = 0;
  for (const Count& count : counts) {
    retired += count.retired;
    versions += count.address == kCodeAddress + 40 ? 1 : 0;
  }
  EXPECT_EQ(retired, machine->hart().retired);
  EXPECT_GT(versions, 100u);
}

TEST(Hostile, MappingsCannotReachTheGuardOrTheStack) {
  // mmap fixed, and mprotect, on the page below the stack's 8 MiB.
  const Words below_stack = {lui(t0, 0x801), 0x40510533 /* sub a0,sp,t0 */,
                             0x00c55513,     0x00c51513 /* a0 = its page */,
                             lui(a1, 1),     addi(a2, zero, 3)};
  Words fixed = below_stack, protect = below_stack;
  fixed.insert(fixed.end(), {addi(a3, zero, 0x30), addi(a7, zero, 222), kEcall});
  protect.insert(protect.end(), {addi(a7, zero, 226), kEcall});
  EXPECT_EQ(run_code(with_exit(fixed))->kernel().exit_status(), -12 & 0xff);
  EXPECT_EQ(run_code(with_exit(protect))->kernel().exit_status(), -12 & 0xff);
}

}  // namespace
}  // namespace aex::engine
