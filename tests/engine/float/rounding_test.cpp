/* Every rounding, against exact arithmetic: single precision is computed in software, and the
 * neighbours of the true value are found in double precision, where products, quotients' and roots'
 * checks of 24-bit numbers are exact. Ties are met on purpose. */
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

#include "engine/float/arithmetic.hpp"
#include "engine/float/convert.hpp"
#include "engine/float/host.hpp"

namespace aex::engine {
namespace {

constexpr Rounding kRoundings[] = {Rounding::nearest_even, Rounding::to_zero, Rounding::down,
                                   Rounding::up, Rounding::nearest_away};

/* Of a true magnitude: below, at or above. */
using Compare = std::function<int(double)>;

/* The float that a magnitude rounds to, `nearby` being within an ulp of it. */
float rounded(float nearby, bool is_negative, const Compare& truth_against, Rounding rounding) {
  float low = nearby;
  while (truth_against(low) < 0) low = std::nextafter(low, 0.0f);
  while (truth_against(std::nextafter(low, INFINITY)) >= 0) low = std::nextafter(low, INFINITY);
  if (truth_against(low) == 0) return low;
  const float high = std::nextafter(low, INFINITY);
  const bool is_odd = (from_host<F32>(low) & 1) != 0;
  const int half = truth_against((double{low} + double{high}) / 2);
  switch (rounding) {
    case Rounding::to_zero: return low;
    case Rounding::down: return is_negative ? high : low;
    case Rounding::up: return is_negative ? low : high;
    case Rounding::nearest_away: return half >= 0 ? high : low;
    case Rounding::nearest_even: break;
  }
  return half > 0 || (half == 0 && is_odd) ? high : low;
}

int sign_of_difference(double a, double b) { return a < b ? -1 : a > b ? 1 : 0; }

/* Few bits set, so that ties and exact results are frequent; of any sign. */
class Numbers {
 public:
  float next(int spread) {
    const auto significand =
        static_cast<double>(1 + random_() % ((1u << (1 + random_() % 24)) - 1));
    const int exponent = static_cast<int>(random_() % static_cast<unsigned>(2 * spread)) - spread;
    const auto value = static_cast<float>(std::ldexp(significand, exponent));
    return random_() % 2 == 0 ? value : -value;
  }

 private:
  std::mt19937 random_{1};
};

void expect_rounded(float result, double exact_like, const Compare& truth_against,
                    Rounding rounding, const char* what, float a, float b) {
  const bool is_negative = exact_like < 0;
  const auto nearby = static_cast<float>(std::fabs(exact_like));
  const float magnitude = rounded(nearby, is_negative, truth_against, rounding);
  EXPECT_EQ(result, is_negative ? -magnitude : magnitude)
      << what << " of " << a << " and " << b << ", rounding " << static_cast<int>(rounding);
}

float single(F32::Bits bits) { return to_host<F32>(bits); }
F32::Bits bits_of(float value) { return from_host<F32>(value); }

TEST(Rounding, OfProductsSumsAndNarrowedNumbers) {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    const float a = numbers.next(40), b = numbers.next(40), c = numbers.next(2),
                d = numbers.next(2);
    for (const Rounding rounding : kRoundings) {
      std::uint8_t flags = 0;
      const FloatContext context{rounding, flags, 0};
      const double product = double{a} * b;
      const auto of_product = [&](double x) { return sign_of_difference(std::fabs(product), x); };
      expect_rounded(single(multiply<F32>(bits_of(a), bits_of(b), context)), product, of_product,
                     rounding, "the product", a, b);
      expect_rounded(single(narrow(from_host<F64>(product), context)), product, of_product,
                     rounding, "the narrowed product", a, b);
      const double sum = double{c} + d;
      if (sum == 0) continue;
      const auto of_sum = [&](double x) { return sign_of_difference(std::fabs(sum), x); };
      expect_rounded(single(add<F32>(bits_of(c), bits_of(d), context)), sum, of_sum, rounding,
                     "the sum", c, d);
    }
  }
}

TEST(Rounding, OfQuotientsAndRoots) {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    const float a = numbers.next(40), b = numbers.next(40);
    for (const Rounding rounding : kRoundings) {
      std::uint8_t flags = 0;
      const FloatContext context{rounding, flags, 0};
      const auto of_quotient = [&](double x) {
        return sign_of_difference(std::fabs(double{a}), x * std::fabs(double{b}));
      };
      expect_rounded(single(divide<F32>(bits_of(a), bits_of(b), context)), double{a} / b,
                     of_quotient, rounding, "the quotient", a, b);
      const double square = std::fabs(double{a});
      const auto of_root = [&](double x) { return sign_of_difference(square, x * x); };
      expect_rounded(single(square_root<F32>(bits_of(std::fabs(a)), context)), std::sqrt(square),
                     of_root, rounding, "the root", a, a);
    }
  }
}

TEST(Rounding, OfFusedProductsAndSums) {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    /* 12 bits each, and nearby: the exact result has at most 53 bits. */
    const float a = std::nearbyint(numbers.next(1) / 8192),
                b = std::nearbyint(numbers.next(1) / 8192);
    const float c = std::ldexp(numbers.next(1), -8);
    const double exact = double{a} * b + c;
    if (exact == 0) continue;
    for (const Rounding rounding : kRoundings) {
      std::uint8_t flags = 0;
      const FloatContext context{rounding, flags, 0};
      const auto compare = [&](double x) { return sign_of_difference(std::fabs(exact), x); };
      expect_rounded(single(fused<F32>(bits_of(a), bits_of(b), bits_of(c), context)), exact,
                     compare, rounding, "the fused sum", a, b);
    }
  }
}

TEST(Rounding, OfWholeNumbers) {
  Numbers numbers;
  for (int i = 0; i < 20'000; ++i) {
    const float halves = std::nearbyint(numbers.next(1) / 64) / 4;
    const double low = std::floor(halves), rest = halves - low;
    const double nearest = rest == 0.5 ? 2 * std::floor(low / 2 + 0.5) : std::floor(halves + 0.5);
    const double away = halves < 0 ? -std::floor(-halves + 0.5) : std::floor(halves + 0.5);
    const double expected[] = {nearest, std::trunc(halves), low, std::ceil(halves), away};
    for (const Rounding rounding : kRoundings) {
      std::uint8_t flags = 0;
      const FloatContext context{rounding, flags, 0};
      const auto whole = static_cast<std::int64_t>(
          to_integer<F32>(bits_of(halves), IntegerKind{true, 64}, context));
      EXPECT_EQ(static_cast<double>(whole), expected[static_cast<int>(rounding)])
          << halves << ", rounding " << static_cast<int>(rounding);
      EXPECT_EQ(flags, rest == 0 ? 0 : kInexact);
    }
  }
}

}  // namespace
}  // namespace aex::engine
