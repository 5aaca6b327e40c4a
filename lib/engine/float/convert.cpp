#include "engine/float/convert.hpp"

#include "engine/float/unpacked.hpp"

namespace aex::engine {
namespace {

std::uint64_t largest(IntegerKind kind, bool is_negative) {
  const std::uint64_t all = UINT64_MAX >> (64 - kind.bits);
  if (!kind.is_signed) return is_negative ? 0 : all;
  return is_negative ? all / 2 + 1 : all / 2;
}

std::uint64_t out_of_range(IntegerKind kind, bool is_negative, const FloatContext& context) {
  context.signal(kInvalid);
  const std::uint64_t magnitude = largest(kind, is_negative);
  return is_negative ? 0 - magnitude : magnitude;
}

template <class F>
typename F::Bits from_magnitude(bool is_negative, std::uint64_t magnitude,
                                const FloatContext& context) {
  if (magnitude == 0) return 0;
  const int shift = leading_zeros(magnitude);
  return pack<F>({is_negative, 63 - shift, magnitude << shift}, context);
}

}  // namespace

template <class F>
std::uint64_t to_integer(typename F::Bits value, IntegerKind kind, const FloatContext& context) {
  if (is_nan<F>(value)) return out_of_range(kind, false, context);
  const bool is_negative = sign_of<F>(value);
  if (is_infinite<F>(value)) return out_of_range(kind, is_negative, context);
  const Unpacked x = unpack<F>(value);
  if (x.significand == 0) return 0;
  if (x.exponent > 63) return out_of_range(kind, is_negative, context);
  std::uint64_t whole = 0;
  std::uint64_t fraction = 0; /* in units of 2^-64 */
  if (x.exponent < 0) {
    fraction = shift_right_sticky(x.significand, -1 - std::int64_t{x.exponent});
  } else {
    whole = x.significand >> (63 - x.exponent);
    if (x.exponent < 63) fraction = x.significand << (x.exponent + 1);
  }
  if (rounds_up(context.rounding, is_negative, (whole & 1) != 0, fraction, UINT64_C(1) << 63)) {
    ++whole;
  }
  if (whole > largest(kind, is_negative)) return out_of_range(kind, is_negative, context);
  if (fraction != 0) context.signal(kInexact);
  return is_negative ? 0 - whole : whole;
}

template <class F>
typename F::Bits from_unsigned(std::uint64_t value, const FloatContext& context) {
  return from_magnitude<F>(false, value, context);
}

template <class F>
typename F::Bits from_signed(std::int64_t value, const FloatContext& context) {
  const std::uint64_t bits = static_cast<std::uint64_t>(value);
  return from_magnitude<F>(value < 0, value < 0 ? 0 - bits : bits, context);
}

F32::Bits narrow(F64::Bits value, const FloatContext& context) {
  if (is_nan<F64>(value)) {
    propagate<F64>(value, value, context);
    return Layout<F32>::kNan;
  }
  const bool is_negative = sign_of<F64>(value);
  if (is_infinite<F64>(value)) return with_sign<F32>(is_negative, Layout<F32>::kInfinity);
  return pack<F32>(unpack<F64>(value), context);
}

F64::Bits widen(F32::Bits value, const FloatContext& context) {
  if (is_nan<F32>(value)) {
    propagate<F32>(value, value, context);
    return Layout<F64>::kNan;
  }
  const bool is_negative = sign_of<F32>(value);
  if (is_infinite<F32>(value)) return with_sign<F64>(is_negative, Layout<F64>::kInfinity);
  return pack<F64>(unpack<F32>(value), context);
}

template std::uint64_t to_integer<F32>(F32::Bits, IntegerKind, const FloatContext&);
template std::uint64_t to_integer<F64>(F64::Bits, IntegerKind, const FloatContext&);
template F32::Bits from_unsigned<F32>(std::uint64_t, const FloatContext&);
template F64::Bits from_unsigned<F64>(std::uint64_t, const FloatContext&);
template F32::Bits from_signed<F32>(std::int64_t, const FloatContext&);
template F64::Bits from_signed<F64>(std::int64_t, const FloatContext&);

}  // namespace aex::engine
