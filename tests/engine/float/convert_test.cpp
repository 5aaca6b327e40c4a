#include "engine/float/convert.hpp"

#include <gtest/gtest.h>

namespace aex::engine {
namespace {

std::uint8_t flags;
FloatContext context(Rounding rounding = Rounding::nearest_even) {
  flags = 0;
  return {rounding, flags, 0};
}

TEST(Convert, RoundsToIntegers) {
  constexpr std::uint64_t kTwoAndAHalf = 0x4004000000000000;
  constexpr std::uint64_t kMinus = Layout<F64>::kSign;
  EXPECT_EQ(to_integer<F64>(kTwoAndAHalf, kInt32, context()), 2u);
  EXPECT_EQ(flags, kInexact);
  EXPECT_EQ(to_integer<F64>(kTwoAndAHalf, kInt32, context(Rounding::nearest_away)), 3u);
  EXPECT_EQ(to_integer<F64>(kTwoAndAHalf, kInt32, context(Rounding::up)), 3u);
  EXPECT_EQ(to_integer<F64>(kMinus | kTwoAndAHalf, kInt64, context(Rounding::down)),
            UINT64_MAX - 2);
  EXPECT_EQ(to_integer<F64>(kMinus | kTwoAndAHalf, kInt64, context(Rounding::to_zero)),
            UINT64_MAX - 1);
}

TEST(Convert, SaturatesAndIsInvalid) {
  EXPECT_EQ(to_integer<F64>(Layout<F64>::kNan, kInt32, context()), 0x7fffffffu);
  EXPECT_EQ(flags, kInvalid);
  EXPECT_EQ(to_integer<F64>(0xc1e0000000200000, kInt32, context(Rounding::down)),
            UINT64_MAX - 0x7fffffff);
  EXPECT_EQ(flags, kInvalid);
  EXPECT_EQ(to_integer<F64>(0xbff0000000000000, kUint64, context()), 0u);
  EXPECT_EQ(flags, kInvalid);
  EXPECT_EQ(to_integer<F64>(0xbfe0000000000000, kUint64, context()), 0u);  // -0.5 rounds to 0
  EXPECT_EQ(flags, kInexact);
  EXPECT_EQ(to_integer<F64>(0x43f0000000000000, kUint64, context()), UINT64_MAX);
  EXPECT_EQ(to_integer<F32>(0xdf000000, kInt64, context()), UINT64_C(1) << 63);
  EXPECT_EQ(flags, 0);
}

TEST(Convert, RoundsFromIntegers) {
  EXPECT_EQ(from_unsigned<F64>((UINT64_C(1) << 53) + 1, context()), 0x4340000000000000u);
  EXPECT_EQ(flags, kInexact);
  EXPECT_EQ(from_unsigned<F64>(UINT64_MAX, context(Rounding::to_zero)), 0x43efffffffffffffu);
  EXPECT_EQ(from_signed<F64>(INT64_MIN, context()), 0xc3e0000000000000u);
  EXPECT_EQ(flags, 0);
  EXPECT_EQ(from_signed<F32>(0, context(Rounding::down)), 0u);
  EXPECT_EQ(from_signed<F32>(16777219, context()), 0x4b800002u);
}

TEST(Convert, BetweenFormats) {
  EXPECT_EQ(narrow(0x7fefffffffffffff, context()), Layout<F32>::kInfinity);
  EXPECT_EQ(flags, kOverflow | kInexact);
  EXPECT_EQ(narrow(0x36a0000000000000, context()), 1u);  // 2^-149, exact
  EXPECT_EQ(flags, 0);
  EXPECT_EQ(narrow(0x3690000000000000, context()), 0u);  // half of it
  EXPECT_EQ(flags, kUnderflow | kInexact);
  EXPECT_EQ(narrow(0xfff8000000000001, context()), Layout<F32>::kNan);
  EXPECT_EQ(widen(1, context()), 0x36a0000000000000u);
  EXPECT_EQ(widen(0x7f800001, context()), Layout<F64>::kNan);
  EXPECT_EQ(flags, kInvalid);
}

}  // namespace
}  // namespace aex::engine
