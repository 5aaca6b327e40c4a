#include "engine/process/kernel.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

#include "base/endian.hpp"
#include "engine/process/kernel.hpp"

namespace aex::engine {
namespace {

constexpr std::uint64_t kBase = 0x10000;
constexpr std::uint64_t kBlock = kBase;
constexpr std::uint64_t kText = kBase + 256;
constexpr std::uint64_t kSize = 64 * kPageBytes;

class SemihostingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    memory_.set_rights(kBase, kPageBytes, kPageMapped | kPageRead | kPageWrite);
  }
  std::int64_t call(std::uint64_t operation, std::uint64_t parameter) {
    hart_.x[10] = operation;
    hart_.x[11] = parameter;
    next_ = kernel_.semihost(hart_, memory_);
    return static_cast<std::int64_t>(hart_.x[10]);
  }
  std::int64_t call_with(std::uint64_t operation, std::initializer_list<std::uint64_t> block) {
    std::uint64_t at = kBlock;
    for (const std::uint64_t value : block) {
      store_le(memory_.host(at), value);
      at += 8;
    }
    return call(operation, kBlock);
  }
  void put(const std::string& text) {
    ASSERT_TRUE(memory_.write(kText, ByteView(std::string_view(text.c_str(), text.size() + 1))));
  }

  Memory memory_ = std::move(Memory::create(kBase, kSize, kSize)).value();
  Hart hart_;
  Kernel kernel_{
      {kBase + 4 * kPageBytes, kBase + 48 * kPageBytes, kBase + 50 * kPageBytes, kBase + kSize},
      20};
  Kernel::Next next_ = Kernel::Next::go_on;
};

TEST_F(SemihostingTest, Writes) {
  put("hello");
  EXPECT_EQ(call(4, kText), 0);
  EXPECT_EQ(call(3, kText), 1);
  EXPECT_EQ(call_with(5, {2, kText, 3}), 0);
  EXPECT_EQ(kernel_.output(), "hellohhel");
  EXPECT_EQ(call_with(5, {9, kText, 3}), 3);
  EXPECT_EQ(call_with(5, {2, kBase + kPageBytes, 3}), 3);
  EXPECT_EQ(call(4, kBase + 2 * kPageBytes), 0);  // no text that it could read
  EXPECT_EQ(kernel_.output(), "hellohhel");
  put(std::string(100, 'x'));
  call(4, kText);
  EXPECT_EQ(kernel_.output().size(), 20u);
  EXPECT_TRUE(kernel_.is_output_cut());
}

TEST_F(SemihostingTest, OpensTheConsoleAndNothingElse) {
  put(":tt");
  EXPECT_EQ(call_with(1, {kText, 0, 3}), 1);
  EXPECT_EQ(call_with(1, {kText, 4, 3}), 2);
  EXPECT_EQ(call_with(1, {kText, 8, 3}), 3);
  EXPECT_EQ(call_with(9, {2}), 1);
  EXPECT_EQ(call_with(6, {1, kText, 40}), 40);
  EXPECT_EQ(call_with(2, {2}), 0);
  EXPECT_EQ(call_with(2, {5}), -1);
  put("/etc/passwd");
  EXPECT_EQ(call_with(1, {kText, 0, 11}), -1);
}

/* picolibc asks there whether it may give an exit status. */
TEST_F(SemihostingTest, TellsItsFeatures) {
  put(":semihosting-features");
  EXPECT_EQ(call_with(1, {kText, 4, 21}), -1);
  const auto handle = static_cast<std::uint64_t>(call_with(1, {kText, 0, 21}));
  EXPECT_EQ(call_with(0x0c, {handle}), 5);
  EXPECT_EQ(call_with(6, {handle, kText, 4}), 0);
  EXPECT_EQ(std::memcmp(memory_.host(kText), "SHFB", 4), 0);
  EXPECT_EQ(call_with(6, {handle, kText, 4}), 3);
  EXPECT_EQ(*memory_.host(kText), 3);
  EXPECT_EQ(call_with(6, {handle, kText, 1}), 1);
  EXPECT_EQ(call_with(0x0a, {handle, 4}), 0);
  EXPECT_EQ(call_with(6, {handle, kText, 1}), 0);
  EXPECT_EQ(call_with(0x0a, {handle, 6}), -1);
  EXPECT_EQ(call_with(9, {handle}), 0);
  EXPECT_EQ(call_with(5, {handle, kText, 1}), 1);
  EXPECT_EQ(call_with(2, {handle}), 0);
}

TEST_F(SemihostingTest, Exits) {
  call_with(0x18, {0x20026, 7});
  EXPECT_EQ(next_, Kernel::Next::exited);
  EXPECT_EQ(kernel_.exit_status(), 7);
  call_with(0x20, {0x20023, 0});  // an abort
  EXPECT_EQ(kernel_.exit_status(), 1);
}

TEST_F(SemihostingTest, TellsTimeAndCommandLine) {
  hart_.retired = 2'500'000'000;
  EXPECT_EQ(call(0x10, 0), 250);
  EXPECT_EQ(call(0x31, 0), 1'000'000'000);
  EXPECT_EQ(call(0x30, kText), 0);
  EXPECT_EQ(load_le<std::uint64_t>(memory_.host(kText)), 2'500'000'000u);
  EXPECT_EQ(call_with(0x15, {kText, 100}), 0);
  EXPECT_STREQ(reinterpret_cast<const char*>(memory_.host(kText)), "program");
  EXPECT_EQ(call_with(0x15, {kText, 7}), -1);
}

TEST_F(SemihostingTest, NamesUnknownOperations) {
  EXPECT_EQ(call(0x101, 0), -1);
  EXPECT_EQ(kernel_.unknown_calls().count(Kernel::kSemihosting + 0x101), 1u);
}

TEST_F(SemihostingTest, IsKnownByItsNeighbours) {
  const std::uint32_t sequence[] = {0x01f01013, 0x00100073, 0x40705013};
  for (unsigned i = 0; i < 3; ++i) store_le(memory_.host(kBase + 4 * i), sequence[i]);
  memory_.add_rights(kBase, kPageBytes, kPageExecute);
  EXPECT_TRUE(is_semihosting(memory_, kBase + 8));
  EXPECT_FALSE(is_semihosting(memory_, kBase + 4));
  store_le(memory_.host(kBase + 8), std::uint32_t{0x13});
  EXPECT_FALSE(is_semihosting(memory_, kBase + 8));
}

}  // namespace
}  // namespace aex::engine
