#include "engine/process/kernel.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

#include "base/endian.hpp"

namespace aex::engine {
namespace {

constexpr std::uint64_t kBase = 0x10000;
constexpr std::uint64_t kSize = 64 * kPageBytes;
constexpr std::uint64_t kScratch = kBase; /* a page that the calls may write to */
constexpr unsigned kAll = kPageMapped | kPageRead | kPageWrite;

class KernelTest : public ::testing::Test {
 protected:
  std::int64_t call(std::uint64_t number, std::initializer_list<std::uint64_t> arguments) {
    std::size_t index = 10;
    for (const std::uint64_t argument : arguments) hart_.x[index++] = argument;
    hart_.x[17] = number;
    next_ = kernel_.call(hart_, memory_);
    return static_cast<std::int64_t>(hart_.x[10]);
  }
  std::uint64_t word(std::uint64_t address) {
    return load_le<std::uint64_t>(memory_.host(address));
  }
  void put(std::uint64_t address, const std::string& text) {
    ASSERT_TRUE(memory_.write(address, ByteView(text)));
  }

  Memory memory_ = std::move(Memory::create(kBase, kSize, kSize)).value();
  GuestLayout layout_{kBase + 4 * kPageBytes, kBase + 48 * kPageBytes, kBase + 50 * kPageBytes,
                      kBase + kSize};
  Hart hart_;
  Kernel kernel_{layout_, 100};
  Kernel::Next next_ = Kernel::Next::go_on;

  void SetUp() override { memory_.set_rights(kScratch, kPageBytes, kAll); }
};

TEST_F(KernelTest, MovesTheBreak) {
  EXPECT_EQ(call(214, {0}), std::int64_t(layout_.heap_begin));
  EXPECT_FALSE(memory_.allows(layout_.heap_begin, 1, kPageWrite));
  EXPECT_EQ(call(214, {layout_.heap_begin + 100}), std::int64_t(layout_.heap_begin + 100));
  EXPECT_TRUE(memory_.allows(layout_.heap_begin, 100, kAll));
  *memory_.host(layout_.heap_begin) = 7;
  EXPECT_EQ(call(214, {layout_.heap_begin}), std::int64_t(layout_.heap_begin));
  EXPECT_FALSE(memory_.allows(layout_.heap_begin, 1, kPageRead));
  call(214, {layout_.heap_begin + 1});
  EXPECT_EQ(*memory_.host(layout_.heap_begin), 0);  // what comes back is fresh
  EXPECT_EQ(call(214, {layout_.map_end + 1}), std::int64_t(layout_.heap_begin + 1));
}

TEST_F(KernelTest, MapsFromTheTopAndUnmaps) {
  const auto map = [&](std::uint64_t size) {
    return call(222, {0, size, 3, 0x22, ~UINT64_C(0), 0});
  };
  const std::int64_t first = map(2 * kPageBytes);
  EXPECT_EQ(first, std::int64_t(layout_.map_end - 2 * kPageBytes));
  const std::int64_t second = map(1);
  EXPECT_EQ(second, first - std::int64_t(kPageBytes));
  EXPECT_EQ(call(215, {std::uint64_t(first), 2 * kPageBytes}), 0);
  EXPECT_FALSE(memory_.allows(std::uint64_t(first), 1, kPageMapped));
  EXPECT_EQ(map(100 * kPageBytes), -12);
  // Fill what is below, then the gap is found.
  while (map(kPageBytes) > 0) {
  }
  EXPECT_TRUE(memory_.allows(layout_.heap_begin, layout_.map_end - layout_.heap_begin, kAll));
  EXPECT_EQ(call(222, {0, kPageBytes, 3, 0x02, 3, 0}), -9);  // a file
  EXPECT_EQ(call(222, {0, 0, 3, 0x22, 0, 0}), -22);
}

TEST_F(KernelTest, ResizesMappings) {
  constexpr std::uint64_t kMayMove = 1;
  const auto resize = [&](std::int64_t address, std::uint64_t pages, std::uint64_t wanted,
                          std::uint64_t flags) {
    return call(216, {std::uint64_t(address), pages * kPageBytes, wanted * kPageBytes, flags});
  };
  const std::int64_t top = call(222, {0, 4 * kPageBytes, 3, 0x22, 0, 0});
  const std::int64_t low = call(222, {0, 2 * kPageBytes, 3, 0x22, 0, 0});
  *memory_.host(std::uint64_t(low) + kPageBytes) = 7;
  EXPECT_EQ(resize(low, 2, 3, 0), -12) << "the next mapping is in the way";
  EXPECT_EQ(resize(top, 4, 2, 0), top);
  EXPECT_FALSE(memory_.allows(std::uint64_t(top) + 2 * kPageBytes, 1, kPageMapped));
  EXPECT_EQ(resize(top, 2, 4, 0), top) << "there is room behind it";
  EXPECT_TRUE(memory_.allows(std::uint64_t(top), 4 * kPageBytes, kAll));
  EXPECT_EQ(resize(top, 4, 5, 0), -12) << "no further than mappings go";
  const std::int64_t moved = resize(low, 2, 3, kMayMove);
  EXPECT_EQ(moved, low - 3 * std::int64_t(kPageBytes));
  EXPECT_EQ(*memory_.host(std::uint64_t(moved) + kPageBytes), 7);
  EXPECT_EQ(*memory_.host(std::uint64_t(moved) + 2 * kPageBytes), 0);
  EXPECT_TRUE(memory_.allows(std::uint64_t(moved), 3 * kPageBytes, kAll));
  EXPECT_FALSE(memory_.allows(std::uint64_t(low), 1, kPageMapped));
  EXPECT_EQ(resize(low, 2, 3, kMayMove), -14);
  EXPECT_EQ(resize(moved, 3, 60, kMayMove), -12);
  EXPECT_EQ(call(216, {std::uint64_t(moved), kPageBytes, ~UINT64_C(0), kMayMove}), -12);
  EXPECT_EQ(call(216, {std::uint64_t(moved), ~UINT64_C(0), kPageBytes, kMayMove}), -14);
  EXPECT_EQ(resize(moved, 3, 4, 2), -22) << "to a fixed place";
  EXPECT_EQ(resize(moved + 1, 3, 4, 1), -22);
  EXPECT_EQ(resize(moved, 0, 4, 1), -22);
}

TEST_F(KernelTest, ChangesRightsOfWhatIsMapped) {
  EXPECT_EQ(call(226, {kScratch, kPageBytes, 1}), 0);
  EXPECT_FALSE(memory_.allows(kScratch, 1, kPageWrite));
  EXPECT_TRUE(kernel_.take_code_change());
  EXPECT_FALSE(kernel_.take_code_change());
  EXPECT_EQ(call(226, {kScratch, 2 * kPageBytes, 3}), -12);
  EXPECT_EQ(call(226, {kScratch + 1, kPageBytes, 3}), -22);
}

TEST_F(KernelTest, ClearsWhatIsNotNeeded) {
  constexpr std::uint64_t kDontNeed = 4;
  constexpr std::uint64_t kWillNeed = 3;
  const auto at = static_cast<std::uint64_t>(call(222, {0, 3 * kPageBytes, 3, 0x22, 0, 0}));
  std::memset(memory_.host(at), 7, 3 * kPageBytes);
  EXPECT_EQ(call(233, {at, 3 * kPageBytes, kWillNeed}), 0);
  EXPECT_EQ(*memory_.host(at), 7);
  EXPECT_EQ(call(233, {at + kPageBytes, kPageBytes - 1, kDontNeed}), 0);
  EXPECT_EQ(*memory_.host(at + kPageBytes - 1), 7);
  EXPECT_EQ(*memory_.host(at + kPageBytes), 0);
  EXPECT_EQ(*memory_.host(at + 2 * kPageBytes - 1), 0);
  EXPECT_EQ(*memory_.host(at + 2 * kPageBytes), 7);
  EXPECT_TRUE(memory_.allows(at, 3 * kPageBytes, kAll));
  *memory_.host(kScratch) = 7;
  EXPECT_EQ(call(233, {kScratch, kPageBytes, kDontNeed}), 0) << "of the program's file";
  EXPECT_EQ(*memory_.host(kScratch), 7);
  EXPECT_EQ(call(233, {at + 1, kPageBytes, kDontNeed}), -22);
  EXPECT_EQ(call(233, {at, ~UINT64_C(0), kDontNeed}), -22);
  EXPECT_EQ(call(233, {layout_.heap_begin + 8 * kPageBytes, kPageBytes, kDontNeed}), -12);
  EXPECT_EQ(call(233, {at, 0, kDontNeed}), 0);
}

TEST_F(KernelTest, CapturesOutput) {
  put(kScratch, "hello");
  EXPECT_EQ(call(64, {1, kScratch, 5}), 5);
  EXPECT_EQ(call(64, {2, kScratch + 1, 2}), 2);
  EXPECT_EQ(call(64, {0, kScratch, 5}), -9);
  EXPECT_EQ(call(64, {1, kBase + kPageBytes - 1, 5}), -14);
  EXPECT_EQ(kernel_.output(), "helloel");
  store_le(memory_.host(kScratch + 64), kScratch);
  store_le(memory_.host(kScratch + 72), std::uint64_t{4});
  store_le(memory_.host(kScratch + 80), kScratch + 4);
  store_le(memory_.host(kScratch + 88), std::uint64_t{1});
  EXPECT_EQ(call(66, {1, kScratch + 64, 2}), 5);
  EXPECT_EQ(kernel_.output(), "helloelhello");
  EXPECT_FALSE(kernel_.is_output_cut());
  EXPECT_EQ(call(64, {1, kScratch, 200}), 200);
  EXPECT_EQ(kernel_.output().size(), 100u);
  EXPECT_TRUE(kernel_.is_output_cut());
}

TEST_F(KernelTest, HasPipesAndNoFiles) {
  EXPECT_EQ(call(63, {0, kScratch, 10}), 0);
  EXPECT_EQ(call(63, {3, kScratch, 10}), -9);
  EXPECT_EQ(call(57, {1}), 0);
  EXPECT_EQ(call(62, {1, 0, 0}), -29);
  EXPECT_EQ(call(29, {1, 0x5401, kScratch}), -25);
  EXPECT_EQ(call(56, {0, kScratch, 0}), -2);
  EXPECT_EQ(call(80, {1, kScratch}), 0);
  EXPECT_EQ(load_le<std::uint32_t>(memory_.host(kScratch + 16)), 0010600u);
  memory_.clear(kScratch, 1);
  EXPECT_EQ(call(79, {2, kScratch, kScratch + 256, 0x1000}), 0);
  put(kScratch, "x");
  EXPECT_EQ(call(79, {2, kScratch, kScratch + 256, 0}), -2);
}

TEST_F(KernelTest, TellsTheSameTimeInEveryRun) {
  hart_.retired = 2'500'000'000;
  EXPECT_EQ(call(113, {0, kScratch}), 0);
  EXPECT_EQ(word(kScratch), 1735689602u);
  EXPECT_EQ(word(kScratch + 8), 500'000'000u);
  EXPECT_EQ(call(113, {1, kScratch}), 0);
  EXPECT_EQ(word(kScratch), 2u);
  EXPECT_EQ(call(169, {kScratch, 0}), 0);
  EXPECT_EQ(word(kScratch + 8), 500'000u);
  EXPECT_EQ(call(101, {kScratch, 0}), 0);  // sleeps until the epoch and half a second
  EXPECT_EQ(call(1062, {0}), 1735689602 + 1000);
  EXPECT_EQ(call(113, {0, 8}), -14);
}

TEST_F(KernelTest, DrawsTheSameNumbersInEveryRun) {
  EXPECT_EQ(call(278, {kScratch, 16, 0}), 16);
  const std::uint64_t first = word(kScratch), second = word(kScratch + 8);
  EXPECT_NE(first, second);
  Kernel other(layout_, 0);
  hart_.x[10] = kScratch;
  hart_.x[11] = 16;
  hart_.x[17] = 278;
  other.call(hart_, memory_);
  EXPECT_EQ(word(kScratch), first);
  EXPECT_EQ(word(kScratch + 8), second);
}

TEST_F(KernelTest, EndsTheGuest) {
  call(94, {0x1234});
  EXPECT_EQ(next_, Kernel::Next::exited);
  EXPECT_EQ(kernel_.exit_status(), 0x34);
}

TEST_F(KernelTest, KillsTheGuestOnly) {
  EXPECT_EQ(call(129, {77, 9}), -3);
  EXPECT_EQ(call(129, {1, 0}), 0);
  EXPECT_EQ(next_, Kernel::Next::go_on);
  call(130, {1, 6});
  EXPECT_EQ(next_, Kernel::Next::killed);
  EXPECT_EQ(kernel_.signal(), 6);
}

TEST_F(KernelTest, AnswersUnknownCalls) {
  EXPECT_EQ(call(9999, {}), -38);
  EXPECT_EQ(call(222'222, {}), -38);
  EXPECT_EQ(kernel_.unknown_calls(), (std::set<std::uint64_t>{9999, 222'222}));
  for (std::uint64_t number = 2000; number < 3000; ++number) call(number, {});
  EXPECT_LE(kernel_.unknown_calls().size(), 64u);
}

/* Every call that is known, with arguments from a hostile hand: no crash, no stray write. */
TEST_F(KernelTest, SurvivesAnyArguments) {
  const std::uint64_t kWild[] = {
      0,         1,          kScratch,       kScratch + 4095,  kBase + kSize,
      kBase - 1, UINT64_MAX, UINT64_MAX / 2, UINT64_C(1) << 63};
  for (std::uint64_t number = 0; number < 1100; ++number) {
    for (const std::uint64_t a : kWild) {
      for (const std::uint64_t b : kWild) call(number, {a, b, a, b ^ 0x30, b, a});
    }
  }
  SUCCEED();
}

}  // namespace
}  // namespace aex::engine
