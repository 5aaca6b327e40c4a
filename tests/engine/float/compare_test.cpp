#include "engine/float/compare.hpp"

#include <gtest/gtest.h>

namespace aex::engine {
namespace {

constexpr std::uint32_t kOne = 0x3f800000;
constexpr std::uint32_t kMinusOne = 0xbf800000;
constexpr std::uint32_t kMinusZero = 0x80000000;
constexpr std::uint32_t kQuiet = 0x7fc00001;
constexpr std::uint32_t kSignaling = 0x7f800001;

TEST(Compare, Orders) {
  std::uint8_t flags = 0;
  EXPECT_TRUE(is_less<F32>(kMinusOne, kOne, flags));
  EXPECT_FALSE(is_less<F32>(kMinusZero, 0, flags));
  EXPECT_TRUE(is_less_or_equal<F32>(0, kMinusZero, flags));
  EXPECT_TRUE(is_equal<F32>(0, kMinusZero, flags));
  EXPECT_TRUE(is_less<F32>(0xc0000000, kMinusOne, flags));
  EXPECT_EQ(flags, 0);
}

TEST(Compare, EqualityIsQuietAndOrderIsNot) {
  std::uint8_t flags = 0;
  EXPECT_FALSE(is_equal<F32>(kQuiet, kQuiet, flags));
  EXPECT_EQ(flags, 0);
  EXPECT_FALSE(is_less<F32>(kQuiet, kOne, flags));
  EXPECT_EQ(flags, kInvalid);
  flags = 0;
  EXPECT_FALSE(is_less_or_equal<F32>(kOne, kQuiet, flags));
  EXPECT_EQ(flags, kInvalid);
  flags = 0;
  EXPECT_FALSE(is_equal<F32>(kSignaling, kOne, flags));
  EXPECT_EQ(flags, kInvalid);
}

TEST(Compare, ExtremesPreferNumbers) {
  std::uint8_t flags = 0;
  EXPECT_EQ(minimum<F32>(kQuiet, kOne, flags), kOne);
  EXPECT_EQ(maximum<F32>(kOne, kQuiet, flags), kOne);
  EXPECT_EQ(minimum<F32>(kQuiet, kQuiet, flags), Layout<F32>::kNan);
  EXPECT_EQ(minimum<F32>(0, kMinusZero, flags), kMinusZero);
  EXPECT_EQ(maximum<F32>(kMinusZero, 0, flags), 0u);
  EXPECT_EQ(flags, 0);
  EXPECT_EQ(maximum<F32>(kSignaling, kOne, flags), kOne);
  EXPECT_EQ(flags, kInvalid);
}

TEST(Compare, Classifies) {
  EXPECT_EQ(classify<F32>(0xff800000), 1u << 0);
  EXPECT_EQ(classify<F32>(kMinusOne), 1u << 1);
  EXPECT_EQ(classify<F32>(0x80000001), 1u << 2);
  EXPECT_EQ(classify<F32>(kMinusZero), 1u << 3);
  EXPECT_EQ(classify<F32>(0), 1u << 4);
  EXPECT_EQ(classify<F32>(1), 1u << 5);
  EXPECT_EQ(classify<F32>(kOne), 1u << 6);
  EXPECT_EQ(classify<F32>(0x7f800000), 1u << 7);
  EXPECT_EQ(classify<F32>(kSignaling), 1u << 8);
  EXPECT_EQ(classify<F32>(kQuiet), 1u << 9);
}

}  // namespace
}  // namespace aex::engine
