#include "engine/machine/machine.hpp"

#include <gtest/gtest.h>

#include <map>

#include "engine/guest.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

std::map<std::uint64_t, std::uint64_t> counts_of(Machine& machine) {
  std::map<std::uint64_t, std::uint64_t> counts;
  for (const Count& count : machine.counts()) counts[count.address] += count.retired;
  return counts;
}

std::uint64_t sum_of(const std::map<std::uint64_t, std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const auto& [address, retired] : counts) sum += retired;
  return sum;
}

/* Counts a0 from 0 to 100 in steps of 3, and stores each. */
const Words kLoop = with_exit({lui(a1, 0x20), addi(a2, zero, 102), addi(a0, a0, 3), sd(a0, a1, 0),
                               addi(a1, a1, 8), bne(a0, a2, -12)});

TEST(Machine, CountsEveryInstructionExactly) {
  const MachinePointer machine = run_code(kLoop);
  ASSERT_EQ(machine->state(), Machine::State::exited);
  EXPECT_EQ(machine->kernel().exit_status(), 102);
  EXPECT_EQ(machine->hart().retired, 2 + 4 * 34 + 2u);
  const auto counts = counts_of(*machine);
  EXPECT_EQ(counts.at(kCodeAddress), 1u);
  EXPECT_EQ(counts.at(kCodeAddress + 8), 34u);
  EXPECT_EQ(counts.at(kCodeAddress + 20), 34u);
  EXPECT_EQ(counts.at(kCodeAddress + 28), 1u);
  EXPECT_EQ(sum_of(counts), machine->hart().retired);
}

TEST(Machine, CountsTheSameInSlicesOfAnyLength) {
  const auto whole = counts_of(*run_code(kLoop));
  for (const std::uint64_t slice : {1, 2, 3, 5, 7, 64}) {
    const MachinePointer machine = load_code(kLoop);
    std::uint64_t retired = 0;
    while (machine->run(slice) == Machine::State::running) {
      retired += slice;
      ASSERT_EQ(machine->hart().retired, retired) << "slice " << slice;
    }
    EXPECT_EQ(counts_of(*machine), whole) << "slice " << slice;
  }
}

/* What is done as one when a block is run to its end, and as two when it is cut between them. */
TEST(Machine, RunsPairsAsItRunsTheirHalves) {
  constexpr std::uint32_t kFloat = 0x53, kDouble = 1 << 25;
  const Words tests = {
      addi(a1, a0, -40),                                // of what counts from 80 down
      i_type(0x1b, a1, a0, -40),                        // addiw
      i_type(0x7013, a1, a0, 3),                        // andi
      i_type(0x2013, a1, a0, 40),                       // slti
      i_type(0x3013, a1, a0, 40),                       // sltiu
      r_type(0x2033, a1, a0, a2),                       // slt
      r_type(0x3033, a1, a2, a0),                       // sltu
      r_type(kFloat | 0xa0002000, a1, a0, a2),          // feq.s
      r_type(kFloat | 0xa0001000, a1, a0, a2),          // flt.s
      r_type(kFloat | 0xa0000000, a1, a0, a2),          // fle.s
      r_type(kFloat | kDouble | 0xa0002000, a1, 1, 2),  // feq.d
      r_type(kFloat | kDouble | 0xa0001000, a1, 1, 2),  // flt.d
      r_type(kFloat | kDouble | 0xa0000000, a1, 1, 2),  // fle.d
  };
  Words code = {addi(a0, zero, 80), addi(a2, zero, 40), r_type(kFloat | 0xd2000000, 2, a2, 0)};
  const std::size_t loop = code.size();
  code.push_back(r_type(kFloat | 0xd2000000, 1, a0, 0));  // fcvt.d.w of the count
  for (const std::uint32_t test : tests) {
    const Words both = {test,           bne(a1, zero, 8),          add(a5, a5, a0),
                        test,           b_type(0x63, a1, zero, 8), addi(a5, a5, 1),
                        add(a4, a4, a1)};
    code.insert(code.end(), both.begin(), both.end());
  }
  code.push_back(addi(a0, a0, -1));
  code.push_back(bne(a0, zero, -4 * static_cast<int>(code.size() - loop)));
  code.push_back(add(a0, a5, a4));
  code = with_exit(code);
  const MachinePointer whole = run_code(code);
  const MachinePointer stepped = load_code(code);
  while (stepped->run(1) == Machine::State::running) {
  }
  EXPECT_NE(whole->hart().x[a5], 0u);
  EXPECT_EQ(whole->hart().retired, stepped->hart().retired);
  for (int number = 0; number < 32; ++number) {
    EXPECT_EQ(whole->hart().x[number], stepped->hart().x[number]) << number;
  }
  const auto counts = whole->counts();
  const auto steps = stepped->counts();
  ASSERT_EQ(counts.size(), steps.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    EXPECT_EQ(counts[i].retired, steps[i].retired) << counts[i].address;
    EXPECT_EQ(counts[i].taken, steps[i].taken) << counts[i].address;
  }
}

TEST(Machine, NotesHowOftenBranchesAreTaken) {
  const MachinePointer machine = run_code(kLoop);
  for (const Count& count : machine->counts()) {
    if (count.address == kCodeAddress + 20) {
      EXPECT_EQ(count.taken, 33u);
      EXPECT_TRUE(count.is_control_transfer);
    } else {
      EXPECT_EQ(count.taken, 0u);
    }
  }
}

TEST(Machine, NotesTheStridesOfTheFirstAccesses) {
  const MachinePointer machine = run_code(kLoop);
  const Strides* strides = machine->strides().find(kCodeAddress + 12);
  ASSERT_NE(strides, nullptr);
  EXPECT_EQ(*strides, Strides(33, 8));
  EXPECT_EQ(machine->strides().find(kCodeAddress + 16), nullptr);
}

TEST(Machine, CountsABlockThatFaultedUpToTheFault) {
  const MachinePointer machine =
      run_code({addi(a0, zero, 1), addi(a0, a0, 1), ld(a1, zero, 0), addi(a0, a0, 1)});
  EXPECT_EQ(failure_of(*machine), Code::guest_bad_access);
  EXPECT_EQ(machine->failure().detail().substr(machine->failure().detail().find(':')),
            ": load from 0x0 by the instruction at 0x10008");
  EXPECT_EQ(machine->hart().retired, 2u);
  EXPECT_EQ(machine->hart().pc, kCodeAddress + 8);
  EXPECT_EQ(sum_of(counts_of(*machine)), 2u);
}

TEST(Machine, NamesAnIllegalInstruction) {
  const MachinePointer machine = run_code({addi(a0, zero, 1), 0xffffffff});
  EXPECT_EQ(failure_of(*machine), Code::guest_illegal_instruction);
  EXPECT_NE(machine->failure().detail().find("opcode 0xffffffff at 0x10004"), std::string::npos);
  EXPECT_EQ(machine->hart().retired, 1u);
}

TEST(Machine, RefusesReservedRoundings) {
  const std::uint32_t fadd_reserved = 0x02000053 | 5 << 12;
  EXPECT_EQ(failure_of(*run_code({fadd_reserved})), Code::guest_illegal_instruction);
  const std::uint32_t set_frm_6 = 0x00235073 | 0;  // csrrwi x0,frm,6
  const std::uint32_t fadd_dynamic = 0x02007053;
  EXPECT_EQ(failure_of(*run_code({set_frm_6, fadd_dynamic})), Code::guest_illegal_instruction);
}

TEST(Machine, MeasuresRegionsOfInterest) {
  const MachinePointer machine =
      run_code(with_exit({addi(a0, zero, 0), kRoiBegin, addi(a0, a0, 0), addi(a0, a0, 0), kRoiEnd,
                          addi(a0, a0, 0), kRoiBegin, kRoiEnd, kRoiEnd}));
  ASSERT_EQ(machine->regions().size(), 2u);
  EXPECT_EQ(machine->regions()[0].end - machine->regions()[0].begin, 3u);
  EXPECT_EQ(machine->regions()[1].end - machine->regions()[1].begin, 1u);
  EXPECT_EQ(machine->hart().retired, 11u);
}

TEST(Machine, ReadsTheCountOfRetiredInstructions) {
  const std::uint32_t rdinstret = 0xc0202573;
  const MachinePointer machine =
      run_code(with_exit({addi(a1, zero, 0), addi(a1, zero, 0), rdinstret}));
  EXPECT_EQ(machine->kernel().exit_status(), 2);
}

TEST(Machine, ExecutesTheVendorsInstructions) {
  const std::uint32_t sdp = 0x0000500b | a1 << 27 | 1u << 10 | a0 << 20 | t0 << 15;  // 8(t0)
  const std::uint32_t swp = 0x0000508b | a1 << 27 | a0 << 20 | t0 << 15;             // 0(t0)
  const std::uint32_t ldp = 0x0000400b | a3 << 27 | 1u << 23 | t0 << 15 | a2 << 7;   // 8(t0)
  const std::uint32_t lwp = 0x0010400b | a5 << 27 | t0 << 15 | a4 << 7;              // 0(t0)
  const std::uint32_t ccmov = 0x0600300b | a1 << 27 | zero << 20 | a0 << 15 | s0 << 7;
  const std::uint32_t ccmov_set = 0x0600300b | a1 << 27 | a0 << 20 | a0 << 15 | s1 << 7;
  const std::uint32_t pref = 0x0000000b | 8u << 20 | zero << 15;
  const MachinePointer machine =
      run_code({lui(t0, 0x20), addi(a0, zero, -5), addi(a1, zero, 7), sdp, swp, ldp, lwp, ccmov,
                ccmov_set, pref, addi(a7, zero, 93), kEcall});
  ASSERT_EQ(machine->state(), Machine::State::exited);
  const auto x = [&](int number) { return static_cast<std::int64_t>(machine->hart().x[number]); };
  EXPECT_EQ(x(a2), -5);
  EXPECT_EQ(x(a3), 7);
  EXPECT_EQ(x(a4), -5);
  EXPECT_EQ(x(a5), 7);
  EXPECT_EQ(x(s0), 7);
  EXPECT_EQ(x(s1), -5);
}

TEST(Machine, NotesOneAccessOfAPair) {
  const std::uint32_t ldp = 0x0000400b | a3 << 27 | t0 << 15 | a2 << 7;
  const MachinePointer machine =
      run_code(with_exit({lui(t0, 0x20), ldp, addi(a0, a0, 1), addi(t0, t0, 32), addi(a1, zero, 3),
                          bne(a0, a1, -16)}));
  EXPECT_EQ(*machine->strides().find(kCodeAddress + 4), Strides(2, 32));
}

/* A page that may be written and executed: code is seen as it was until a fence.i. */
TEST(Machine, SeesChangedCodeAfterAFence) {
  const auto patch = [](bool fence) {
    // Calls a function twice; in between turns its `addi a0,a0,1` into `addi a0,a0,2`.
    Words code = {addi(a0, zero, 0),
                  jal(ra, 40),
                  lui(t0, 0x10),
                  i_type(0x2003, t1, t0, 64),
                  s_type(0x2023, t1, t0, 44),
                  fence ? kFenceI : addi(zero, zero, 0),
                  jal(ra, 20),
                  addi(a7, zero, 93),
                  kEcall,
                  0,
                  0,
                  addi(a0, a0, 1),
                  jalr(zero, ra, 0),
                  0,
                  0,
                  0,
                  addi(a0, a0, 2)};
    const std::string bytes = code_bytes(code);
    const MachinePointer machine = load_elf(elf_of({{7, kCodeAddress, bytes, bytes.size()}}));
    machine->run(kPlenty);
    EXPECT_EQ(machine->state(), Machine::State::exited);
    std::uint64_t sum = 0;
    for (const Count& count : machine->counts()) sum += count.retired;
    EXPECT_EQ(sum, machine->hart().retired);
    return machine->kernel().exit_status();
  };
  EXPECT_EQ(patch(true), 3);
  EXPECT_EQ(patch(false), 2);
}

TEST(Machine, ExchangesAtomically) {
  const std::uint32_t lr = 0x1000302f | a0 << 15 | a1 << 7;
  const std::uint32_t sc = 0x1800302f | a2 << 20 | a0 << 15 | a3 << 7;
  const std::uint32_t sc_again = 0x1800302f | a2 << 20 | a0 << 15 | a4 << 7;
  const MachinePointer machine = run_code({lui(a0, 0x20), addi(a2, zero, 9), lr, sc, sc_again,
                                           ld(a5, a0, 0), addi(a7, zero, 93), kEcall});
  EXPECT_EQ(machine->hart().x[a3], 0u);
  EXPECT_EQ(machine->hart().x[a4], 1u);
  EXPECT_EQ(machine->hart().x[a5], 9u);
  const std::uint32_t amoadd = 0x0000302f | a2 << 20 | a0 << 15 | a1 << 7;
  const MachinePointer askew = run_code({lui(a0, 0x20), addi(a0, a0, 4), amoadd});
  EXPECT_EQ(failure_of(*askew), Code::guest_bad_access);
  EXPECT_EQ(askew->failure().detail().substr(askew->failure().detail().find(':')),
            ": load from 0x20004, which is not aligned as an atomic access has to be, by the "
            "instruction at 0x10008");
}

}  // namespace
}  // namespace aex::engine
