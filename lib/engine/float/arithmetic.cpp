#include "engine/float/arithmetic.hpp"

#include "engine/float/unpacked.hpp"

namespace aex::engine {
namespace {

/* The sign of a sum that is exactly zero while its terms were not both of that sign. */
bool zero_sign(const FloatContext& context) { return context.rounding == Rounding::down; }

Unpacked normalized(bool is_negative, int exponent, std::uint64_t significand) {
  const int shift = leading_zeros(significand);
  return {is_negative, exponent - shift, significand << shift};
}

/* Both finite; at most one is zero. */
Unpacked sum_of(Unpacked a, Unpacked b, const FloatContext& context) {
  if (b.significand == 0) return a;
  if (a.significand == 0) return b;
  if (a.exponent < b.exponent || (a.exponent == b.exponent && a.significand < b.significand)) {
    const Unpacked swapped = a;
    a = b;
    b = swapped;
  }
  /* One bit of room above for the carry; both formats leave the lowest bits free. */
  const std::uint64_t larger = a.significand >> 1;
  const std::uint64_t smaller =
      shift_right_sticky(b.significand >> 1, std::int64_t{a.exponent} - b.exponent);
  const bool adds = a.is_negative == b.is_negative;
  const std::uint64_t magnitude = adds ? larger + smaller : larger - smaller;
  if (magnitude == 0) return {zero_sign(context), 0, 0};
  return normalized(a.is_negative, a.exponent + 1, magnitude);
}

}  // namespace

template <class F>
typename F::Bits soft_add(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  if (is_nan<F>(a) || is_nan<F>(b)) return propagate<F>(a, b, context);
  if (is_infinite<F>(a)) return is_infinite<F>(b) && a != b ? invalid<F>(context) : a;
  if (is_infinite<F>(b)) return b;
  if (is_zero<F>(a) && is_zero<F>(b)) {
    return a == b ? a : with_sign<F>(zero_sign(context), 0);
  }
  return pack<F>(sum_of(unpack<F>(a), unpack<F>(b), context), context);
}

template <class F>
typename F::Bits soft_multiply(typename F::Bits a, typename F::Bits b,
                               const FloatContext& context) {
  const bool is_negative = sign_of<F>(a) != sign_of<F>(b);
  if (is_nan<F>(a) || is_nan<F>(b)) return propagate<F>(a, b, context);
  if (is_infinite<F>(a) || is_infinite<F>(b)) {
    if (is_zero<F>(a) || is_zero<F>(b)) return invalid<F>(context);
    return with_sign<F>(is_negative, Layout<F>::kInfinity);
  }
  if (is_zero<F>(a) || is_zero<F>(b)) return with_sign<F>(is_negative, 0);
  const Unpacked x = unpack<F>(a);
  const Unpacked y = unpack<F>(b);
  const Wide product = multiply_wide(x.significand, y.significand);
  return pack<F>(
      normalized(is_negative, x.exponent + y.exponent + 1, product.high | (product.low != 0)),
      context);
}

template <class F>
typename F::Bits soft_divide(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  const bool is_negative = sign_of<F>(a) != sign_of<F>(b);
  if (is_nan<F>(a) || is_nan<F>(b)) return propagate<F>(a, b, context);
  if (is_infinite<F>(a)) {
    if (is_infinite<F>(b)) return invalid<F>(context);
    return with_sign<F>(is_negative, Layout<F>::kInfinity);
  }
  if (is_infinite<F>(b)) return with_sign<F>(is_negative, 0);
  if (is_zero<F>(b)) {
    if (is_zero<F>(a)) return invalid<F>(context);
    context.signal(kDivideByZero);
    return with_sign<F>(is_negative, Layout<F>::kInfinity);
  }
  if (is_zero<F>(a)) return with_sign<F>(is_negative, 0);
  const Unpacked x = unpack<F>(a);
  const Unpacked y = unpack<F>(b);
  /* Halving the dividend keeps the quotient below 2^64; it lies above 2^62. */
  const std::uint64_t quotient = divide_sticky(x.significand >> 1, y.significand);
  return pack<F>(normalized(is_negative, x.exponent - y.exponent, quotient), context);
}

template <class F>
typename F::Bits soft_square_root(typename F::Bits a, const FloatContext& context) {
  if (is_nan<F>(a)) return propagate<F>(a, a, context);
  if (is_zero<F>(a)) return a;
  if (sign_of<F>(a)) return invalid<F>(context);
  if (is_infinite<F>(a)) return a;
  const Unpacked x = unpack<F>(a);
  const bool is_odd = (x.exponent & 1) != 0;
  /* The root of a 128-bit radicand, bit by bit: two bits of it for each bit of the root. */
  Wide radicand{is_odd ? x.significand : x.significand >> 1, 0};
  if (!is_odd) radicand.low = x.significand << 63;
  Wide rest;
  std::uint64_t root = 0;
  for (int i = 0; i < 64; ++i) {
    rest = shift_left(rest, 2);
    rest.low |= radicand.high >> 62;
    radicand = shift_left(radicand, 2);
    const Wide trial{root >> 62, root << 2 | 1};
    root <<= 1;
    if (is_less(rest, trial)) continue;
    rest = subtract(rest, trial);
    root |= 1;
  }
  const bool is_exact = rest.high == 0 && rest.low == 0;
  const int exponent = (x.exponent - (is_odd ? 1 : 0)) / 2;
  return pack<F>({false, exponent, root | !is_exact}, context);
}

template F32::Bits soft_add<F32>(F32::Bits, F32::Bits, const FloatContext&);
template F64::Bits soft_add<F64>(F64::Bits, F64::Bits, const FloatContext&);
template F32::Bits soft_multiply<F32>(F32::Bits, F32::Bits, const FloatContext&);
template F64::Bits soft_multiply<F64>(F64::Bits, F64::Bits, const FloatContext&);
template F32::Bits soft_divide<F32>(F32::Bits, F32::Bits, const FloatContext&);
template F64::Bits soft_divide<F64>(F64::Bits, F64::Bits, const FloatContext&);
template F32::Bits soft_square_root<F32>(F32::Bits, const FloatContext&);
template F64::Bits soft_square_root<F64>(F64::Bits, const FloatContext&);

}  // namespace aex::engine
