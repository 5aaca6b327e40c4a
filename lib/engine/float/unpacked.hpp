/** Finite numbers taken apart, and put together again with exact rounding. */
#pragma once

#include "engine/float/format.hpp"
#include "engine/float/wide.hpp"

namespace aex::engine {

/** ± significand / 2^63 * 2^exponent, the top bit of the significand set; or zero. */
struct Unpacked {
  bool is_negative = false;
  int exponent = 0;
  std::uint64_t significand = 0;
};

/** Of a finite value; zero has significand 0. */
template <class F>
Unpacked unpack(typename F::Bits value) {
  using L = Layout<F>;
  const int field = exponent_field<F>(value);
  const std::uint64_t fraction = value & L::kFraction;
  Unpacked result{sign_of<F>(value), 0, 0};
  if (field != 0) {
    result.exponent = field - L::kBias;
    result.significand = (fraction | L::kImplicit) << L::kExtraBits;
  } else if (fraction != 0) {
    const int shift = leading_zeros(fraction);
    result.exponent = 1 - L::kBias - (shift - L::kExtraBits);
    result.significand = fraction << shift;
  }
  return result;
}

/** Whether dropping `rest` of a unit of 2*half moves the kept part away from zero. */
inline bool rounds_up(Rounding rounding, bool is_negative, bool is_odd, std::uint64_t rest,
                      std::uint64_t half) {
  switch (rounding) {
    case Rounding::nearest_even: return rest > half || (rest == half && is_odd);
    case Rounding::nearest_away: return rest >= half;
    case Rounding::down: return is_negative && rest != 0;
    case Rounding::up: return !is_negative && rest != 0;
    case Rounding::to_zero: return false;
  }
  return false;
}

/** The value that an overflow gives. */
template <class F>
typename F::Bits overflowed(bool is_negative, Rounding rounding) {
  const bool stays_finite = rounding == Rounding::to_zero ||
                            (rounding == Rounding::down && !is_negative) ||
                            (rounding == Rounding::up && is_negative);
  return with_sign<F>(is_negative, Layout<F>::kInfinity - (stays_finite ? 1 : 0));
}

/** Rounds to the format and raises overflow, underflow (tininess after rounding) and inexact. The
 *  significand's lowest bit is sticky: set if anything was lost below it. */
template <class F>
typename F::Bits pack(Unpacked value, const FloatContext& context) {
  using L = Layout<F>;
  constexpr int kShift = L::kExtraBits;
  constexpr std::uint64_t kHalf = UINT64_C(1) << (kShift - 1);
  constexpr std::uint64_t kRest = 2 * kHalf - 1;
  if (value.significand == 0) return with_sign<F>(value.is_negative, 0);
  std::int64_t field = std::int64_t{value.exponent} + L::kBias;
  const auto moves_up = [&](std::uint64_t significand) {
    return rounds_up(context.rounding, value.is_negative, (significand >> kShift & 1) != 0,
                     significand & kRest, kHalf);
  };
  bool is_tiny = false;
  if (field <= 0) {
    const bool carries =
        value.significand >> kShift == 2 * L::kImplicit - 1 && moves_up(value.significand);
    is_tiny = field < 0 || !carries;
    value.significand = shift_right_sticky(value.significand, 1 - field);
    field = 0;
  }
  const std::uint64_t rest = value.significand & kRest;
  std::uint64_t bits = value.significand >> kShift;
  if (moves_up(value.significand)) ++bits;
  if (field > 0) bits += static_cast<std::uint64_t>(field - 1) << F::kFractionBits;
  if (field >= L::kMaxExponent || bits >= L::kInfinity) {
    context.signal(kOverflow | kInexact);
    return overflowed<F>(value.is_negative, context.rounding);
  }
  if (rest != 0) context.signal(is_tiny ? kInexact | kUnderflow : kInexact);
  return with_sign<F>(value.is_negative, static_cast<typename F::Bits>(bits));
}

/** The canonical NaN, for an operation on NaNs; a signaling one raises invalid. */
template <class F>
typename F::Bits propagate(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  if (is_signaling<F>(a) || is_signaling<F>(b)) context.signal(kInvalid);
  return Layout<F>::kNan;
}

template <class F>
typename F::Bits invalid(const FloatContext& context) {
  context.signal(kInvalid);
  return Layout<F>::kNan;
}

}  // namespace aex::engine
