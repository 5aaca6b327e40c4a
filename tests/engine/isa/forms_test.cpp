/* The forms of instructions in decoded blocks do what the instructions do alone: each guest here
 * runs twice, in blocks that take their forms and one instruction at a time, which does without. */
#include "engine/isa/forms.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/guest.hpp"
#include "engine/isa/decode.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

constexpr std::uint32_t kMostRounds = 80; /* the first ones are noted, without forms */
constexpr std::uint32_t kBase = 30;       /* holds the address of the data */
constexpr std::uint32_t kRounds = 31;

/* `body` in a loop, with something in every register but the last two. */
Words in_loop(const Words& body) {
  Words code = {lui(kBase, kDataAddress >> 12), addi(kBase, kBase, 1024),
                addi(kRounds, zero, kMostRounds)};
  for (std::uint32_t number = 1; number < kBase; ++number) {
    code.push_back(addi(number, kBase, static_cast<int>(number * number)));
    code.push_back(r_type(0xd2200053, number, number, 0));  // fcvt.d.l
  }
  code.insert(code.end(), body.begin(), body.end());
  code.push_back(addi(kRounds, kRounds, -1));
  const int back = -4 * static_cast<int>(body.size() + 1);
  code.insert(code.end(), {b_type(0x63, kRounds, zero, 8), jal(zero, back - 4)});
  return with_exit(code);
}

void expect_same(Machine& fast, Machine& slow, const std::string& what) {
  EXPECT_EQ(fast.state(), slow.state()) << what;
  EXPECT_EQ(fast.hart().pc, slow.hart().pc) << what;
  EXPECT_EQ(fast.hart().retired, slow.hart().retired) << what;
  EXPECT_EQ(fast.hart().fflags, slow.hart().fflags) << what;
  for (int number = 0; number < 32; ++number) {
    EXPECT_EQ(fast.hart().x[number], slow.hart().x[number]) << what << " x" << number;
    EXPECT_EQ(fast.hart().f[number], slow.hart().f[number]) << what << " f" << number;
  }
  const std::uint8_t* const data = fast.memory().host(kDataAddress);
  EXPECT_TRUE(std::equal(data, data + 4096, slow.memory().host(kDataAddress))) << what;
}

/* Where both ended, with what. */
void compare(const Words& code, const std::string& what) {
  const MachinePointer fast = run_code(code);
  const MachinePointer slow = load_code(code);
  while (slow->run(1) == Machine::State::running) {
  }
  expect_same(*fast, *slow, what);
}

Op form_in(const Words& block, std::size_t at) {
  std::vector<Instruction> instructions;
  for (std::size_t i = 0; i < block.size(); ++i) {
    instructions.push_back(decode(kCodeAddress + 4 * i, block[i]).instruction);
  }
  choose_forms(instructions);
  return instructions[at].op;
}

TEST(Forms, TakeTheLastResultInPlaceOfEitherOperand) {
  const std::uint32_t producer = r_type(0x2004033, t0, a0, a1);  // div
  EXPECT_EQ(form_in({producer, r_type(0x7033, t1, t0, a2)}, 1), Op::and__rs1);
  EXPECT_EQ(form_in({producer, r_type(0x7033, t1, a2, t0)}, 1), Op::and__rs2);
  EXPECT_EQ(form_in({producer, ld(t1, t0, 8)}, 1), Op::ld_rs1);
  EXPECT_EQ(form_in({producer, sd(a2, t0, 8)}, 1), Op::sd_rs1);
  EXPECT_EQ(form_in({producer, sd(t0, a2, 8)}, 1), Op::sd_rs2);
  EXPECT_EQ(form_in({producer, bne(t0, a2, 8)}, 1), Op::bne_rs1);
  EXPECT_EQ(form_in({producer, bne(a2, t0, 8)}, 1), Op::bne_rs2);
  EXPECT_EQ(form_in({producer, jalr(ra, t0, 8)}, 1), Op::jalr_rs1);
  EXPECT_EQ(form_in({producer, r_type(0xd2200053, 1, t0, 0)}, 1), Op::fcvt_d_l_rs1);
}

TEST(Forms, TakeTheLastFloatingPointResult) {
  const std::uint32_t producer = r_type(0x1a000053, 5, 1, 2);  // fdiv.d
  EXPECT_EQ(form_in({producer, r_type(0x02000053, 6, 5, 2)}, 1), Op::fadd_d_fs1);
  EXPECT_EQ(form_in({producer, r_type(0x02000053, 6, 2, 5)}, 1), Op::fadd_d_fs2);
  EXPECT_EQ(form_in({producer, r_type(0x02000043, 6, 2, 3) | 5u << 27}, 1), Op::fmadd_d_fs3);
  EXPECT_EQ(form_in({producer, s_type(0x3027, 5, a0, 8)}, 1), Op::fsd_fs2);
  // A register of the other kind with the same number is another one.
  EXPECT_EQ(form_in({producer, r_type(0x7033, t1, 5, a2)}, 1), Op::and_);
  EXPECT_EQ(form_in({r_type(0x2004033, 5, a0, a1), r_type(0x02000053, 6, 5, 2)}, 1), Op::fadd_d);
}

TEST(Forms, TakeNothingFromBeforeTheBlockOrFromWhatIsNoLongerTheLast) {
  const std::uint32_t producer = r_type(0x2004033, t0, a0, a1);
  const std::uint32_t wanted = r_type(0x7033, t1, t0, a2);
  EXPECT_EQ(form_in({wanted}, 0), Op::and_);
  EXPECT_EQ(form_in({producer, r_type(0x2004033, t2, a0, a1), wanted}, 2), Op::and_);
  EXPECT_EQ(form_in({producer, r_type(0x2004033, zero, a0, a1), wanted}, 2), Op::and_);
  EXPECT_EQ(form_in({r_type(0x2004033, zero, a0, a1), r_type(0x7033, t1, zero, a2)}, 1), Op::and_);
  const std::uint32_t pair = 0x0000400b | t0 << 7 | t2 << 27 | kBase << 15;  // mips.ldp
  EXPECT_EQ(form_in({pair, wanted}, 1), Op::and_);
  // What writes no integer register leaves the last result as it was.
  EXPECT_EQ(form_in({producer, r_type(0x1a000053, 5, 1, 2), sd(a0, a1, 0), wanted}, 3),
            Op::and__rs1);
}

TEST(Forms, ArePlainAgain) {
  const Words block = {addi(t0, t0, 1), addi(t1, t0, 1), sd(t1, kBase, 0), addi(t0, t0, -1),
                       bne(t0, zero, -16)};
  for (std::size_t at = 0; at < block.size(); ++at) {
    const Op alone = decode(kCodeAddress, block[at]).instruction.op;
    EXPECT_EQ(plain(form_in(block, at)), alone) << at;
    EXPECT_EQ(plain(alone), alone);
  }
}

constexpr std::uint32_t kMarker = 9;

/* Producers of a value in t0, from kBase and kMarker. */
const Words kProducers = {
    addi(t0, kBase, 8),
    lui(t0, 0x20),
    ld(t0, kBase, 0),
    0x0000400b | t0 << 7 | t1 << 27 | kBase << 15,  // mips.ldp t0, t1
    0x0000400b | t1 << 7 | t0 << 27 | kBase << 15,  // mips.ldp t1, t0
    0x0000400b | t0 << 7 | t0 << 27 | kBase << 15,  // mips.ldp t0, t0
    r_type(0x1000302f, t0, kBase, 0),               // lr.d
    r_type(0x1800302f, t0, kBase, kMarker),         // sc.d
    r_type(0x0000302f, t0, kBase, kMarker),         // amoadd.d
    i_type(0x2073, t0, zero, 0xc02),                // csrr instret
    i_type(0x5073, t0, 3, 0x001),                   // csrrwi fflags
    jal(t0, 4),
    r_type(0x2033, t0, kMarker, kBase),                 // slt
    r_type(0xa2001053, t0, 3, 4),                       // flt.d
    r_type(0xc2200053, t0, 3, 0),                       // fcvt.l.d
    r_type(0x02004033, zero, kBase, kMarker),           // div to x0
    r_type(0x0600300b, t0, kMarker, kBase) | 7u << 27,  // mips.ccmov
};

/* Consumers of t0 in each place. */
const Words kConsumers = {
    addi(t2, t0, 3),
    add(t2, t0, kMarker),
    add(t2, kMarker, t0),
    add(t2, t0, t0),
    add(t0, t0, t0),
    sd(t0, kBase, 16),
    sd(t0, kBase, -24),
    r_type(0x40000033, t2, kMarker, t0),             // sub
    r_type(0x20004033, t2, t0, kMarker),             // sh2add
    r_type(0x0600300b, t2, t0, kMarker) | 7u << 27,  // mips.ccmov
    r_type(0x0600300b, t2, kMarker, t0) | 7u << 27,
    r_type(0xd2200053, 7, t0, 0),                    // fcvt.d.l
    0x0000500b | t0 << 20 | t1 << 27 | kBase << 15,  // mips.sdp t0, t1
    r_type(0x0000302f, t2, kBase, t0),               // amoadd.d
    i_type(0x1073, t2, t0, 0x340),                   // csrw mscratch
};

TEST(Forms, FollowEveryProducerIntoEveryPlace) {
  for (const std::uint32_t producer : kProducers) {
    Words body = {addi(kMarker, kMarker, 7)};
    for (const std::uint32_t consumer : kConsumers) {
      body.insert(body.end(), {producer, consumer, add(s0, s0, t2), producer, addi(zero, t0, 5),
                               consumer, add(s0, s0, t0)});
    }
    for (const std::uint32_t branch : {b_type(0x63, t0, kMarker, 8), b_type(0x1063, kMarker, t0, 8),
                                       b_type(0x6063, t0, kMarker, 8)}) {
      body.insert(body.end(), {producer, branch, add(s0, s0, t0), addi(s0, s0, 1)});
    }
    compare(in_loop(body), std::to_string(producer));
  }
}

/* A load that faults writes nothing: what stood in its register, and was the last result, does. */
TEST(Forms, EndWhereALoadFaults) {
  for (const std::uint32_t load : {ld(t0, a2, 0), 0x0000400b | t0 << 7 | t1 << 27 | a2 << 15}) {
    const Words body = {add(a2, a2, a3), addi(t0, kMarker, 1), load,
                        add(s0, s0, t0), add(s1, t0, s0),      addi(kMarker, kMarker, 5)};
    Words code = in_loop(body);
    const auto loop = std::find(code.begin(), code.end(), body[0]);
    code.insert(loop, {addi(a2, kBase, 0), addi(a3, zero, 48)});  // up to the end of the page
    compare(code, std::to_string(load));
    EXPECT_EQ(failure_of(*run_code(code)), Code::guest_bad_access);
  }
}

class Random {
 public:
  explicit Random(std::uint32_t seed) : numbers_(seed) {}
  std::uint32_t below(std::uint32_t bound) { return numbers_() % bound; }
  template <std::size_t n>
  std::uint32_t one_of(const std::uint32_t (&values)[n]) {
    return values[below(n)];
  }
  /* Few, so that results are used soon; now and then x0. */
  std::uint32_t source() { return below(8) == 0 ? below(30) : below(5); }
  std::uint32_t destination() { return below(5); }

 private:
  std::mt19937 numbers_;
};

std::uint32_t integer_operation(Random& random) {
  constexpr std::uint32_t kRegister[] = {
      0x33,       0x40000033, 0x1033,     0x2033,     0x3033,     0x4033,     0x5033,
      0x40005033, 0x6033,     0x7033,     0x3b,       0x4000003b, 0x103b,     0x503b,
      0x4000503b, 0x02000033, 0x02001033, 0x02003033, 0x02004033, 0x02007033, 0x0200003b,
      0x20002033, 0x20004033, 0x20006033, 0x0800003b, 0x2000203b, 0x40007033, 0x40004033,
      0x0a004033, 0x0a007033, 0x60001033, 0x60005033, 0x6000103b, 0x48001033, 0x48005033};
  constexpr std::uint32_t kUnary[] = {0x60001013, 0x60101013, 0x60201013, 0x60401013,
                                      0x0800403b, 0x6000101b, 0x28705013, 0x6b805013};
  constexpr std::uint32_t kImmediate[] = {0x13, 0x2013, 0x3013, 0x4013, 0x6013, 0x7013, 0x1b};
  constexpr std::uint32_t kShift[] = {0x1013,     0x5013,     0x40005013, 0x101b,     0x501b,
                                      0x4000501b, 0x60005013, 0x0800101b, 0x28001013, 0x48005013};
  const std::uint32_t rd = random.destination(), rs1 = random.source();
  switch (random.below(6)) {
    case 0: return r_type(random.one_of(kUnary), rd, rs1, 0);
    case 1:
    case 2: return i_type(random.one_of(kImmediate), rd, rs1, static_cast<int>(random.below(4096)));
    case 3: return r_type(random.one_of(kShift), rd, rs1, random.below(32));
    case 4: return lui(rd, random.below(1 << 20));
    default: return r_type(random.one_of(kRegister), rd, rs1, random.source());
  }
}

std::uint32_t float_operation(Random& random) {
  constexpr std::uint32_t kTwo[] = {0x02007053, 0x0a007053, 0x12007053, 0x1a007053,
                                    0x22000053, 0x22001053, 0x22002053, 0x2a000053,
                                    0x2a001053, 0x00007053, 0x10007053, 0x20000053};
  constexpr std::uint32_t kFused[] = {0x02007043, 0x02007047, 0x0200704b, 0x0200704f, 0x00007043};
  constexpr std::uint32_t kCompare[] = {0xa2002053, 0xa2001053, 0xa2000053, 0xa0001053};
  const std::uint32_t rd = random.destination(), rs1 = random.source(), rs2 = random.source();
  switch (random.below(5)) {
    case 0: return r_type(random.one_of(kFused), rd, rs1, rs2) | random.source() << 27;
    case 1: return r_type(random.one_of(kCompare), rd, rs1, rs2);
    case 2: return r_type(0xd2200053, rd, rs1, 0);
    case 3: return r_type(0xe2000053, rd, rs1, 0);
    default: return r_type(random.one_of(kTwo), rd, rs1, rs2);
  }
}

/* Within the page, aligned or not. */
std::uint32_t memory_operation(Random& random) {
  constexpr std::uint32_t kLoads[] = {0x3,    0x1003, 0x2003, 0x3003, 0x4003,
                                      0x5003, 0x6003, 0x3007, 0x2007};
  constexpr std::uint32_t kStores[] = {0x23, 0x1023, 0x2023, 0x3023, 0x3027, 0x2027};
  const int offset = static_cast<int>(random.below(256)) - 128;
  if (random.below(8) == 0) {
    return 0x0000400b | random.destination() << 7 | random.destination() << 27 | kBase << 15;
  }
  if (random.below(2) == 0)
    return i_type(random.one_of(kLoads), random.destination(), kBase, offset);
  return s_type(random.one_of(kStores), random.source(), kBase, offset);
}

Words random_body(Random& random) {
  constexpr std::uint32_t kBranches[] = {0x63, 0x1063, 0x4063, 0x5063, 0x6063, 0x7063};
  Words body;
  const std::size_t length = 20 + random.below(60);
  while (body.size() < length) {
    switch (random.below(8)) {
      case 0: body.push_back(float_operation(random)); break;
      case 1:
      case 2: body.push_back(memory_operation(random)); break;
      case 3:  // over the next one
        if (random.below(2) == 0) {
          body.push_back(b_type(random.one_of(kBranches), random.source(),
                                random.below(2) * random.source(), 8));
          body.push_back(integer_operation(random));
        }
        break;
      default: body.push_back(integer_operation(random));
    }
  }
  return body;
}

/* Branches over one instruction lead into the middle of the block that begins with it. */
TEST(Forms, DoWhatTheInstructionsDoOneAtATime) {
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    Random random(seed);
    compare(in_loop(random_body(random)), "seed " + std::to_string(seed));
    if (HasFailure()) return;
  }
}

/* All slices end somewhere in a block, so that its rest begins in its middle. */
TEST(Forms, DoTheSameInSlices) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    const Words code = in_loop(random_body(random));
    const MachinePointer whole = run_code(code);
    const MachinePointer slices = load_code(code);
    while (slices->run(1 + random.below(400)) == Machine::State::running) {
    }
    expect_same(*whole, *slices, "seed " + std::to_string(seed));
  }
}

}  // namespace
}  // namespace aex::engine
