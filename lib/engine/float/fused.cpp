#include "engine/float/arithmetic.hpp"
#include "engine/float/unpacked.hpp"

namespace aex::engine {
namespace {

/* ± significand / 2^126 * 2^exponent: one bit of room above for a carry. */
struct Term {
  bool is_negative;
  int exponent;
  Wide significand;
};

Term product_of(Unpacked a, Unpacked b) {
  Term term{a.is_negative != b.is_negative, a.exponent + b.exponent,
            multiply_wide(a.significand, b.significand)};
  if (term.significand.high >> 63 != 0) {
    /* Nothing is lost: the low bits of both factors are zero. */
    term.significand = shift_right_sticky(term.significand, 1);
    ++term.exponent;
  }
  return term;
}

Term term_of(Unpacked value) {
  return {value.is_negative, value.exponent, {value.significand >> 1, value.significand << 63}};
}

Unpacked sum_of(Term a, Term b, const FloatContext& context) {
  if (a.exponent < b.exponent ||
      (a.exponent == b.exponent && is_less(a.significand, b.significand))) {
    const Term swapped = a;
    a = b;
    b = swapped;
  }
  const Wide smaller = shift_right_sticky(b.significand, std::int64_t{a.exponent} - b.exponent);
  const Wide sum = a.is_negative == b.is_negative ? add(a.significand, smaller)
                                                  : subtract(a.significand, smaller);
  if (sum.high == 0 && sum.low == 0) return {context.rounding == Rounding::down, 0, 0};
  const int shift = sum.high != 0 ? leading_zeros(sum.high) : 64 + leading_zeros(sum.low);
  const Wide top = shift_left(sum, shift);
  return {a.is_negative, a.exponent + 1 - shift, top.high | (top.low != 0)};
}

template <class F>
bool is_invalid_product(typename F::Bits a, typename F::Bits b) {
  return (is_infinite<F>(a) && is_zero<F>(b)) || (is_zero<F>(a) && is_infinite<F>(b));
}

}  // namespace

template <class F>
typename F::Bits soft_fused(typename F::Bits a, typename F::Bits b, typename F::Bits c,
                            const FloatContext& context) {
  const bool is_negative = sign_of<F>(a) != sign_of<F>(b);
  if (is_invalid_product<F>(a, b)) return invalid<F>(context);
  if (is_nan<F>(a) || is_nan<F>(b) || is_nan<F>(c)) {
    propagate<F>(a, b, context);
    return propagate<F>(c, c, context);
  }
  if (is_infinite<F>(a) || is_infinite<F>(b)) {
    if (is_infinite<F>(c) && sign_of<F>(c) != is_negative) return invalid<F>(context);
    return with_sign<F>(is_negative, Layout<F>::kInfinity);
  }
  if (is_infinite<F>(c)) return c;
  if (is_zero<F>(a) || is_zero<F>(b)) {
    if (!is_zero<F>(c) || sign_of<F>(c) == is_negative) return c;
    return with_sign<F>(context.rounding == Rounding::down, 0);
  }
  const Term product = product_of(unpack<F>(a), unpack<F>(b));
  const Term addend =
      is_zero<F>(c) ? Term{product.is_negative, product.exponent, {}} : term_of(unpack<F>(c));
  return pack<F>(sum_of(product, addend, context), context);
}

template F32::Bits soft_fused<F32>(F32::Bits, F32::Bits, F32::Bits, const FloatContext&);
template F64::Bits soft_fused<F64>(F64::Bits, F64::Bits, F64::Bits, const FloatContext&);

}  // namespace aex::engine
