#include "engine/float/arithmetic.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace aex::engine {
namespace {

constexpr std::uint64_t kOne = 0x3ff0000000000000;
constexpr std::uint64_t kInfinity = Layout<F64>::kInfinity;
constexpr std::uint64_t kNan = Layout<F64>::kNan;
constexpr std::uint64_t kSignaling = 0x7ff0000000000001;
constexpr std::uint64_t kLargest = kInfinity - 1;
constexpr std::uint64_t kMinus = Layout<F64>::kSign;

/* One operation in software, its result and its flags. */
struct Outcome {
  std::uint64_t bits;
  unsigned flags;
  bool operator==(const Outcome& other) const { return bits == other.bits && flags == other.flags; }
};
std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  return out << std::hex << outcome.bits << " flags " << outcome.flags;
}

using Operation = std::function<std::uint64_t(const FloatContext&)>;

Outcome perform(const Operation& operation, Rounding rounding = Rounding::nearest_even,
                std::uint8_t host = 0, std::uint8_t flags = 0) {
  const std::uint64_t bits = operation(FloatContext{rounding, flags, host});
  return {bits, flags};
}

Outcome sum(std::uint64_t a, std::uint64_t b, Rounding rounding = Rounding::nearest_even) {
  return perform([=](const FloatContext& c) { return add<F64>(a, b, c); }, rounding);
}
Outcome product(std::uint64_t a, std::uint64_t b, Rounding rounding = Rounding::nearest_even) {
  return perform([=](const FloatContext& c) { return multiply<F64>(a, b, c); }, rounding);
}
Outcome quotient(std::uint64_t a, std::uint64_t b) {
  return perform([=](const FloatContext& c) { return divide<F64>(a, b, c); });
}
Outcome root(std::uint64_t a) {
  return perform([=](const FloatContext& c) { return square_root<F64>(a, c); });
}
Outcome muladd(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return perform([=](const FloatContext& x) { return fused<F64>(a, b, c, x); });
}

TEST(Arithmetic, RoundsATieInFiveWays) {
  const std::uint64_t half_unit = 0x3ca0000000000000;  // 2^-53
  EXPECT_EQ(sum(kOne, half_unit), (Outcome{kOne, kInexact}));
  EXPECT_EQ(sum(kOne + 1, half_unit), (Outcome{kOne + 2, kInexact}));
  EXPECT_EQ(sum(kOne, half_unit, Rounding::nearest_away), (Outcome{kOne + 1, kInexact}));
  EXPECT_EQ(sum(kOne, half_unit, Rounding::up), (Outcome{kOne + 1, kInexact}));
  EXPECT_EQ(sum(kOne, half_unit, Rounding::down), (Outcome{kOne, kInexact}));
  EXPECT_EQ(sum(kOne, half_unit, Rounding::to_zero), (Outcome{kOne, kInexact}));
  EXPECT_EQ(sum(kMinus | kOne, kMinus | half_unit, Rounding::down),
            (Outcome{kMinus | (kOne + 1), kInexact}));
}

TEST(Arithmetic, GivesAnExactZeroTheRoundingsSign) {
  EXPECT_EQ(sum(kOne, kMinus | kOne), (Outcome{0, 0}));
  EXPECT_EQ(sum(kOne, kMinus | kOne, Rounding::down), (Outcome{kMinus, 0}));
  EXPECT_EQ(sum(0, kMinus), (Outcome{0, 0}));
  EXPECT_EQ(sum(kMinus, kMinus), (Outcome{kMinus, 0}));
}

TEST(Arithmetic, MakesEveryNanCanonical) {
  EXPECT_EQ(sum(0xfff8000000000123, kOne), (Outcome{kNan, 0}));
  EXPECT_EQ(sum(kSignaling, kOne), (Outcome{kNan, kInvalid}));
  EXPECT_EQ(sum(kInfinity, kMinus | kInfinity), (Outcome{kNan, kInvalid}));
  EXPECT_EQ(product(0, kInfinity), (Outcome{kNan, kInvalid}));
  EXPECT_EQ(quotient(0, 0), (Outcome{kNan, kInvalid}));
  EXPECT_EQ(root(kMinus | kOne), (Outcome{kNan, kInvalid}));
  EXPECT_EQ(root(kMinus), (Outcome{kMinus, 0}));
}

TEST(Arithmetic, OverflowsAsTheRoundingSays) {
  constexpr unsigned kFlags = kOverflow | kInexact;
  EXPECT_EQ(sum(kLargest, kLargest), (Outcome{kInfinity, kFlags}));
  EXPECT_EQ(sum(kLargest, kLargest, Rounding::to_zero), (Outcome{kLargest, kFlags}));
  EXPECT_EQ(sum(kLargest, kLargest, Rounding::down), (Outcome{kLargest, kFlags}));
  EXPECT_EQ(product(kMinus | kLargest, kLargest, Rounding::up),
            (Outcome{kMinus | kLargest, kFlags}));
}

TEST(Arithmetic, JudgesTininessAfterRounding) {
  constexpr std::uint64_t kSmallest = 0x0010000000000000;  // the smallest normal
  constexpr std::uint64_t kBelowOne = 0x3fefffffffffffff;
  // Exact with an unbounded exponent, so tiny; then so close that it is rounded up even there.
  EXPECT_EQ(product(kSmallest, kBelowOne, Rounding::up),
            (Outcome{kSmallest, kInexact | kUnderflow}));
  EXPECT_EQ(product(kSmallest + 1, kBelowOne - 1), (Outcome{kSmallest, kInexact}));
  EXPECT_EQ(product(1, 0x3fe0000000000000), (Outcome{0, kInexact | kUnderflow}));
  EXPECT_EQ(product(2, 0x3fe0000000000000), (Outcome{1, 0}));  // exact: no underflow
}

TEST(Arithmetic, DividesByZero) {
  EXPECT_EQ(quotient(kOne, kMinus), (Outcome{kMinus | kInfinity, kDivideByZero}));
  EXPECT_EQ(quotient(kInfinity, 0), (Outcome{kInfinity, 0}));
}

TEST(Arithmetic, FusesWithOneRounding) {
  constexpr std::uint64_t kAbove = kOne + 1;
  // (1 + u)^2 - (1 + 2u) = u^2 with u = 2^-52
  EXPECT_EQ(muladd(kAbove, kAbove, kMinus | (kOne + 2)), (Outcome{0x3970000000000000, 0}));
  EXPECT_EQ(muladd(0, kInfinity, kNan), (Outcome{kNan, kInvalid}));
  EXPECT_EQ(muladd(kOne, kOne, kMinus | kOne), (Outcome{0, 0}));
  EXPECT_EQ(muladd(kLargest, kLargest, kMinus | kInfinity), (Outcome{kMinus | kInfinity, 0}));
}

/* The shortcut through the host must never be seen: result and flags equal the software's. */
class HostShortcut : public ::testing::TestWithParam<std::uint8_t> {
 protected:
  std::uint64_t draw() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    // Half of the values have few digits, so that results are often exact.
    const std::uint64_t exponent = 0x3f0 + (state_ >> 52 & 31);
    const std::uint64_t digits = (state_ & 1) != 0 ? 0xffffe00000000 : 0xfffffffffffff;
    return (state_ & (kMinus | digits)) | exponent << 52;
  }

  void compare(const Operation& fast, const Operation& software) {
    const Outcome expected = perform(software, Rounding::nearest_even, 0, GetParam());
    EXPECT_EQ(perform(fast, Rounding::nearest_even, probe_host(), GetParam()), expected);
  }

 private:
  std::uint64_t state_ = 88172645463325252;
};

TEST_P(HostShortcut, EqualsSoftwareInDoublePrecision) {
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t a = draw(), b = draw(), c = draw();
    compare([=](const FloatContext& x) { return add<F64>(a, b, x); },
            [=](const FloatContext& x) { return soft_add<F64>(a, b, x); });
    compare([=](const FloatContext& x) { return multiply<F64>(a, b, x); },
            [=](const FloatContext& x) { return soft_multiply<F64>(a, b, x); });
    compare([=](const FloatContext& x) { return divide<F64>(a, b, x); },
            [=](const FloatContext& x) { return soft_divide<F64>(a, b, x); });
    compare([=](const FloatContext& x) { return square_root<F64>(a, x); },
            [=](const FloatContext& x) { return soft_square_root<F64>(a, x); });
    compare([=](const FloatContext& x) { return fused<F64>(a, b, c, x); },
            [=](const FloatContext& x) { return soft_fused<F64>(a, b, c, x); });
  }
}

TEST_P(HostShortcut, EqualsSoftwareInSinglePrecision) {
  const auto single = [&] {
    const std::uint64_t value = draw();
    return static_cast<std::uint32_t>(value >> 32 & 0x80000000) |
           static_cast<std::uint32_t>(value >> 29 & 0x7fffff) |
           static_cast<std::uint32_t>(0x70 + (value >> 52 & 31)) << 23;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::uint32_t a = single(), b = single(), c = single();
    compare([=](const FloatContext& x) { return add<F32>(a, b, x); },
            [=](const FloatContext& x) { return soft_add<F32>(a, b, x); });
    compare([=](const FloatContext& x) { return multiply<F32>(a, b, x); },
            [=](const FloatContext& x) { return soft_multiply<F32>(a, b, x); });
    compare([=](const FloatContext& x) { return divide<F32>(a, b, x); },
            [=](const FloatContext& x) { return soft_divide<F32>(a, b, x); });
    compare([=](const FloatContext& x) { return square_root<F32>(a, x); },
            [=](const FloatContext& x) { return soft_square_root<F32>(a, x); });
    compare([=](const FloatContext& x) { return fused<F32>(a, b, c, x); },
            [=](const FloatContext& x) { return soft_fused<F32>(a, b, c, x); });
  }
}

INSTANTIATE_TEST_SUITE_P(WithoutAndWithInexact, HostShortcut, ::testing::Values(0, kInexact));

}  // namespace
}  // namespace aex::engine
