#include "engine/process/threads.hpp"

#include <gtest/gtest.h>

#include "engine/guest.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;

class ThreadsTest : public ::testing::Test {
 protected:
  int start(std::uint64_t pc) {
    Hart hart = hart_;
    hart.pc = pc;
    return threads_.start(hart, 0, mask_);
  }
  bool turn() { return threads_.switch_over(hart_, mask_, now_ns_, slept_ns_); }

  Hart hart_;
  SignalMask mask_;
  Threads threads_;
  std::uint64_t now_ns_ = 0;
  std::uint64_t slept_ns_ = 0;
};

TEST_F(ThreadsTest, TakeTurnsInTheOrderOfTheirStart) {
  EXPECT_EQ(threads_.turn_end(), Threads::kNever);
  hart_.pc = 10;
  EXPECT_EQ(start(20), 2);
  EXPECT_EQ(start(30), 3);
  hart_.retired = Threads::kTurnInstructions;
  EXPECT_EQ(threads_.turn_end(), hart_.retired);
  for (const std::uint64_t pc : {20, 30, 10, 20}) {
    ASSERT_TRUE(turn());
    EXPECT_EQ(hart_.pc, pc);
    EXPECT_EQ(mask_.thread, static_cast<int>(pc / 10));
    EXPECT_EQ(threads_.current(), mask_.thread);
  }
  EXPECT_EQ(threads_.turn_end(), hart_.retired + Threads::kTurnInstructions);
}

TEST_F(ThreadsTest, GoOnForASignalThatTheyDoNotBlock) {
  mask_.blocked = 2;
  start(20);
  mask_.blocked = 0;
  start(30);
  ASSERT_TRUE(turn());
  threads_.wait(0x1000, 1, Threads::kNever, -110);
  ASSERT_TRUE(turn());
  threads_.wait(0x1000, 1, Threads::kNever, -110);
  ASSERT_TRUE(turn());
  EXPECT_EQ(hart_.pc, 0u);
  threads_.interrupt(2, 2, -4);
  threads_.interrupt(1, 2, -4);
  ASSERT_TRUE(turn());
  EXPECT_EQ(hart_.pc, 0u) << "one blocks it, the other was not meant";
  threads_.interrupt(0, 2, -4);
  ASSERT_TRUE(turn());
  EXPECT_EQ(hart_.pc, 30u);
  EXPECT_EQ(static_cast<std::int64_t>(hart_.x[10]), -4);
}

TEST_F(ThreadsTest, WaitUntilTheyAreWoken) {
  start(20);
  start(30);
  threads_.wait(0x1000, 1, Threads::kNever, -110);
  EXPECT_TRUE(threads_.must_switch());
  ASSERT_TRUE(turn());
  threads_.wait(0x1000, 2, Threads::kNever, -110);
  ASSERT_TRUE(turn());
  EXPECT_EQ(hart_.pc, 30u);
  EXPECT_EQ(threads_.wake(0x2000, 3, 9), 0u);
  EXPECT_EQ(threads_.wake(0x1000, 4, 9), 0u);
  EXPECT_EQ(threads_.wake(0x1000, 2, 9), 1u);
  EXPECT_EQ(threads_.move(0x1000, 0x3000, 9), 1u);
  ASSERT_TRUE(turn());
  EXPECT_EQ(threads_.current(), 2);
  EXPECT_EQ(threads_.wake(0x3000, 1, 9), 1u);
  threads_.end_current();
  ASSERT_TRUE(turn());
  EXPECT_FALSE(threads_.has(2));
  EXPECT_EQ(threads_.count(), 2u);
}

TEST_F(ThreadsTest, TimeGoesOnWhenAllWaitForIt) {
  start(20);
  threads_.wait(0x1000, 1, 700, -110);
  ASSERT_TRUE(turn());
  threads_.wait(0, 0, 500, 0);
  ASSERT_TRUE(turn());
  EXPECT_EQ(threads_.current(), 2);
  EXPECT_EQ(slept_ns_, 500u);
  EXPECT_EQ(threads_.move(0, 0x2000, 9), 0u);
  now_ns_ = 500;
  threads_.end_current();
  ASSERT_TRUE(turn());
  EXPECT_EQ(slept_ns_, 200u);
  EXPECT_EQ(static_cast<std::int64_t>(hart_.x[10]), -110);
  threads_.wait(0x1000, 1, Threads::kNever, -110);
  EXPECT_FALSE(turn());  // for ever
}

TEST_F(ThreadsTest, AreNotWithoutNumber) {
  for (std::size_t i = 1; i < Threads::kMostThreads; ++i) EXPECT_NE(start(20), 0);
  EXPECT_EQ(start(20), 0);
}

/* The second thread counts a word up from which the first one's end depends, which never calls. */
TEST(ThreadsOfAGuest, RunWithoutCallsToo) {
  const Words code = {lui(s1, kDataAddress >> 12),
                      lui(a0, 0x11),  // CLONE_THREAD; the rest of the flags follows
                      addi(a0, a0, -0x700),
                      addi(a1, s1, 2000),
                      addi(a7, zero, 220),
                      kEcall,
                      bne(a0, zero, 16),
                      addi(t0, zero, 7),
                      sd(t0, s1, 0),
                      jal(zero, 0),
                      ld(a0, s1, 0),
                      addi(t1, zero, 7),
                      bne(a0, t1, -8),
                      addi(a7, zero, 94),
                      kEcall};
  const MachinePointer machine = run_code(code);
  ASSERT_EQ(machine->state(), Machine::State::exited);
  EXPECT_EQ(machine->kernel().exit_status(), 7);
  const MachinePointer again = load_code(code);
  while (again->state() == Machine::State::running) again->run(777);
  EXPECT_EQ(again->hart().retired, machine->hart().retired);
}

/* A futex until a time of more than a second's nanoseconds, at an address of zeros. */
TEST(ThreadsOfAGuest, CannotWaitForATimeThatIsNone) {
  const MachinePointer machine =
      run_code({lui(a0, kDataAddress >> 12), lui(t0, 0x40000), sd(t0, a0, 24), addi(a1, zero, 0),
                addi(a2, zero, 0), addi(a3, a0, 16), addi(a7, zero, 98), kEcall, addi(a7, zero, 94),
                kEcall});
  ASSERT_EQ(machine->state(), Machine::State::exited);
  EXPECT_EQ(machine->kernel().exit_status(), -22 & 0xff);  // EINVAL
}

TEST(ThreadsOfAGuest, ThatWaitForEachOtherEndIt) {
  const MachinePointer machine =
      run_code({lui(a0, kDataAddress >> 12), addi(a1, zero, 0), addi(a2, zero, 0),
                addi(a3, zero, 0), addi(a7, zero, 98), kEcall});
  EXPECT_EQ(failure_of(*machine), Code::guest_aborted);
}

}  // namespace
}  // namespace aex::engine
