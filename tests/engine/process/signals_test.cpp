/* What the layouts are, Linux's headers for RISC-V say. */
#include <gtest/gtest.h>

#include "engine/guest.hpp"
#include "engine/process/kernel.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

constexpr std::uint64_t kBase = 0x10000;
constexpr std::uint64_t kSize = 64 * kPageBytes;
constexpr std::uint64_t kScratch = kBase;
constexpr std::uint64_t kStackTop = kBase + kSize;
constexpr std::uint64_t kHandler = 0x12344;
constexpr std::uint64_t kGone = 0x10010; /* where the guest is when it calls */
constexpr std::uint64_t kSize8 = 8;

constexpr std::uint64_t kKill = 129, kTgkill = 131, kAltStack = 132, kSuspend = 133, kAction = 134,
                        kMask = 135, kPending = 136, kReturn = 139;
constexpr std::uint64_t kOnStack = 0x08000000, kNoDefer = 0x40000000, kReset = 0x80000000;

class SignalsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    memory_.set_rights(kScratch, 4 * kPageBytes, kPageMapped | kPageRead | kPageWrite);
    memory_.set_rights(kBase + 60 * kPageBytes, 4 * kPageBytes,
                       kPageMapped | kPageRead | kPageWrite);
    hart_.x[2] = kStackTop - 24;
    hart_.pc = kGone;
  }
  std::int64_t call(std::uint64_t number, std::initializer_list<std::uint64_t> arguments) {
    std::size_t index = 10;
    for (const std::uint64_t argument : arguments) hart_.x[index++] = argument;
    hart_.x[17] = number;
    next_ = kernel_.call(hart_, memory_);
    return static_cast<std::int64_t>(hart_.x[10]);
  }
  void put(std::uint64_t address, std::uint64_t value) { store_le(memory_.host(address), value); }
  std::uint64_t word(std::uint64_t address) {
    return load_le<std::uint64_t>(memory_.host(address));
  }
  std::uint32_t half(std::uint64_t address) {
    return load_le<std::uint32_t>(memory_.host(address));
  }
  std::int64_t act(std::uint64_t signal, std::uint64_t handler, std::uint64_t flags = 0,
                   std::uint64_t mask = 0) {
    put(kScratch, handler);
    put(kScratch + 8, flags);
    put(kScratch + 16, mask);
    return call(kAction, {signal, kScratch, 0, kSize8});
  }
  std::int64_t block(std::uint64_t how, std::uint64_t set) {
    put(kScratch, set);
    return call(kMask, {how, kScratch, 0, kSize8});
  }
  bool is_in_handler() const { return hart_.pc == kHandler; }
  void come_back() {
    ASSERT_TRUE(is_in_handler());
    hart_.x[17] = kReturn;
    next_ = kernel_.call(hart_, memory_);
  }

  Memory memory_ = std::move(Memory::create(kBase, kSize, kSize)).value();
  GuestLayout layout_{kBase + 4 * kPageBytes, kBase + 48 * kPageBytes, kBase + 60 * kPageBytes,
                      kStackTop};
  Hart hart_;
  Kernel kernel_{layout_, 100};
  Kernel::Next next_ = Kernel::Next::go_on;
};

TEST_F(SignalsTest, LetTheirHandlerBeginAndComeBackFromIt) {
  ASSERT_EQ(act(10, kHandler), 0);
  hart_.x[9] = 99;
  hart_.f[3] = 0x1234;
  ASSERT_TRUE(write_csr(hart_, 3, 0x41));
  const std::uint64_t stack = hart_.x[2];
  call(kTgkill, {1, 1, 10});
  ASSERT_TRUE(is_in_handler());
  EXPECT_EQ(hart_.x[10], 10u);
  EXPECT_EQ(hart_.x[2] % 16, 0u);
  EXPECT_LE(hart_.x[2], stack - 1088);
  EXPECT_EQ(half(hart_.x[11]), 10u);
  EXPECT_EQ(half(hart_.x[11] + 8), std::uint32_t(-6));
  EXPECT_EQ(word(hart_.x[12] + 176), kGone);
  EXPECT_EQ(word(hart_.x[12] + 176 + 8 * 9), 99u);
  EXPECT_EQ(half(hart_.x[1]), 0x08b00893u);  // li a7, 139
  EXPECT_EQ(half(hart_.x[1] + 4), kEcall);
  EXPECT_TRUE(memory_.allows(hart_.x[1], 8, kPageExecute));
  EXPECT_FALSE(memory_.allows(hart_.x[1], 8, kPageWrite));
  hart_.x[9] = 0;
  hart_.f[3] = 0;
  ASSERT_TRUE(write_csr(hart_, 3, 0));
  come_back();
  EXPECT_EQ(next_, Kernel::Next::go_on);
  EXPECT_EQ(hart_.pc, kGone);
  EXPECT_EQ(hart_.x[2], stack);
  EXPECT_EQ(hart_.x[9], 99u);
  EXPECT_EQ(hart_.x[10], 0u);  // tgkill's result
  EXPECT_EQ(hart_.f[3], 0x1234u);
  EXPECT_EQ(hart_.fflags, 1u);
  EXPECT_EQ(hart_.frm, 2u);
}

TEST_F(SignalsTest, WaitWhileTheyAreBlocked) {
  act(10, kHandler);
  act(12, kHandler);
  block(0, 1 << 9 | 1 << 11);
  call(kKill, {1, 12});
  call(kKill, {0, 10});
  call(kKill, {1, 10});
  EXPECT_FALSE(is_in_handler());
  EXPECT_EQ(call(kPending, {kScratch, kSize8}), 0);
  EXPECT_EQ(word(kScratch), 1u << 9 | 1u << 11);
  block(2, 0);
  ASSERT_TRUE(is_in_handler());
  EXPECT_EQ(hart_.x[10], 12u);  // the last to begin is the first to run
  come_back();
  ASSERT_TRUE(is_in_handler());
  EXPECT_EQ(hart_.x[10], 10u);
  come_back();
  EXPECT_EQ(hart_.pc, kGone);
}

TEST_F(SignalsTest, AreBlockedInTheirHandler) {
  act(10, kHandler, 0, 1 << 11);
  act(12, kHandler);
  call(kKill, {1, 10});
  const std::uint64_t frame = hart_.x[2];
  call(kKill, {1, 10});
  call(kKill, {1, 12});
  EXPECT_EQ(hart_.x[2], frame);
  come_back();
  ASSERT_TRUE(is_in_handler());
  come_back();
  come_back();
  EXPECT_EQ(hart_.pc, kGone);
  act(10, kHandler, kNoDefer);
  call(kKill, {1, 10});
  const std::uint64_t outer = hart_.x[2];
  call(kKill, {1, 10});
  EXPECT_LT(hart_.x[2], outer);
}

TEST_F(SignalsTest, DoWhatTheGuestSaysOfThem) {
  act(10, 1);  // ignored
  call(kKill, {1, 10});
  EXPECT_EQ(next_, Kernel::Next::go_on);
  call(kKill, {1, 17});  // SIGCHLD harms nobody
  EXPECT_EQ(next_, Kernel::Next::go_on);
  act(10, kHandler, kReset);
  call(kKill, {1, 10});
  come_back();
  EXPECT_EQ(call(kAction, {10, 0, kScratch, kSize8}), 0);
  EXPECT_EQ(word(kScratch), 0u);
  EXPECT_EQ(word(kScratch + 8), kReset);
  call(kKill, {1, 10});
  EXPECT_EQ(next_, Kernel::Next::killed);
  EXPECT_EQ(kernel_.signal(), 10);
}

TEST_F(SignalsTest, RunOnTheirOwnStack) {
  const std::uint64_t own = kScratch + kPageBytes;
  put(kScratch, own);
  put(kScratch + 8, 0);
  put(kScratch + 16, 8192);
  EXPECT_EQ(call(kAltStack, {kScratch, 0}), 0);
  act(10, kHandler, kOnStack);
  hart_.x[2] = 8;  // the usual one is no good
  call(kKill, {1, 10});
  ASSERT_TRUE(is_in_handler());
  EXPECT_EQ(hart_.x[2], (own + 8192 - 1088) & ~UINT64_C(15));
  EXPECT_EQ(call(kAltStack, {0, kScratch}), 0);
  EXPECT_EQ(word(kScratch), own);
  EXPECT_EQ(half(kScratch + 8), 1u);
  EXPECT_EQ(call(kAltStack, {kScratch, 0}), -1);  // not while it is in use
  put(kScratch + 16, 100);
  hart_.x[2] = kStackTop;
  EXPECT_EQ(call(kAltStack, {kScratch, 0}), -12);
}

TEST_F(SignalsTest, EndTheGuestWhereTheirOwnStackHasNoRoom) {
  const std::uint64_t own = kScratch + kPageBytes;
  put(kScratch, own);
  put(kScratch + 8, 0);
  put(kScratch + 16, 8192);
  ASSERT_EQ(call(kAltStack, {kScratch, 0}), 0);
  act(11, kHandler, kOnStack | kNoDefer);
  int frames = 0;
  while (frames < 100 && kernel_.handle_fault(hart_, memory_, {kSigSegv, 1, 0})) ++frames;
  EXPECT_EQ(frames, 8192 / 1088);
  EXPECT_GE(hart_.x[2], own);
}

TEST_F(SignalsTest, SuspendChangesTheMaskForOneDelivery) {
  act(10, kHandler);
  block(0, 1 << 9);
  call(kKill, {1, 10});
  put(kScratch, 0);
  call(kSuspend, {kScratch, kSize8});
  ASSERT_TRUE(is_in_handler());
  come_back();
  EXPECT_EQ(static_cast<std::int64_t>(hart_.x[10]), -4);
  call(kMask, {0, 0, kScratch, kSize8});
  EXPECT_EQ(word(kScratch), 1u << 9);
}

TEST_F(SignalsTest, EndTheGuestWhereThereIsNoRoomForAFrame) {
  act(10, kHandler);
  hart_.x[2] = 8;
  call(kKill, {1, 10});
  EXPECT_EQ(next_, Kernel::Next::killed);
  EXPECT_EQ(kernel_.signal(), 11);
}

TEST_F(SignalsTest, RefuseNonsense) {
  EXPECT_EQ(act(0, kHandler), -22);
  EXPECT_EQ(act(65, kHandler), -22);
  EXPECT_EQ(act(9, kHandler), -22);
  EXPECT_EQ(call(kAction, {10, 1, 0, kSize8}), -14);
  EXPECT_EQ(call(kAction, {10, 0, 1, kSize8}), -14);
  EXPECT_EQ(call(kAction, {10, 0, 0, 16}), -22);
  EXPECT_EQ(block(3, 0), -22);
  EXPECT_EQ(call(kMask, {0, 1, 0, kSize8}), -14);
  block(0, ~UINT64_C(0));
  call(kKill, {1, 9});  // cannot be blocked
  EXPECT_EQ(next_, Kernel::Next::killed);
}

TEST_F(SignalsTest, ReturnWithoutAFrameEndsTheGuest) {
  hart_.x[2] = 8;
  call(kReturn, {});
  EXPECT_EQ(next_, Kernel::Next::killed);
}

/* The handler, which comes first, adds 4 to the pc that it comes back to and counts in s1. */
Words with_handler(std::uint32_t signal, Words rest) {
  Words code = {jal(zero, 24),   ld(t0, a2, 176),   addi(t0, t0, 4),
                sd(t0, a2, 176), addi(t1, zero, 0), jalr(zero, ra, 0)};
  code[4] = s_type(0x3023, a0, a1, 120);
  const Words setting = {lui(s1, kDataAddress >> 12),
                         lui(t0, kCodeAddress >> 12),
                         addi(t0, t0, 4),
                         sd(t0, s1, 0),
                         addi(a0, zero, int(signal)),
                         addi(a1, s1, 0),
                         addi(a2, zero, 0),
                         addi(a3, zero, 8),
                         addi(a7, zero, 134),
                         kEcall};
  code.insert(code.end(), setting.begin(), setting.end());
  code.insert(code.end(), rest.begin(), rest.end());
  return with_exit(code);
}

TEST(Faults, AreHandledByTheGuest) {
  const std::uint32_t illegal = 0;
  const Words faults[] = {{illegal}, {ld(t2, zero, 8)}, {sd(t2, zero, 8)}, {kEbreak}};
  const std::uint32_t signals[] = {4, 11, 11, 5};
  for (std::size_t i = 0; i < 4; ++i) {
    Words rest = faults[i];
    rest.push_back(addi(a0, zero, 42));
    const MachinePointer machine = run_code(with_handler(signals[i], rest));
    EXPECT_EQ(machine->state(), Machine::State::exited) << i;
    EXPECT_EQ(machine->kernel().exit_status(), 42) << i;
    const std::uint64_t fault = signals[i] == 5 ? 1 : 0;  // an ebreak retires
    EXPECT_EQ(machine->hart().retired, 1 + 10 + fault + 5 + 2 + 3) << i;
    const MachinePointer other = run_code(with_handler(10, rest));
    EXPECT_EQ(other->state(), Machine::State::failed) << i;
  }
}

TEST(Faults, OfAHandlerThatFaultsEndTheGuest) {
  Words code = with_handler(4, {0});
  code[1] = 0;
  EXPECT_EQ(failure_of(*run_code(code)), Code::guest_illegal_instruction);
}

}  // namespace
}  // namespace aex::engine
