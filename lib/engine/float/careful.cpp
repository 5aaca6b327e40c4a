#include "engine/float/arithmetic.hpp"
#include "engine/float/wide.hpp"

namespace aex::engine {
namespace {

/* Whether `sum`, well inside, is a + b without rounding (Knuth's error term of a sum). */
template <class H>
bool is_exact_sum(H a, H b, H sum) {
  const H part = sum - a;
  return (a - (sum - part)) + (b - part) == 0;
}

/* Whether a * b needs no rounding. Both are normal. */
template <class F>
bool is_exact_product(typename F::Bits a, typename F::Bits b) {
  using L = Layout<F>;
  const auto significand = [](typename F::Bits value) {
    return static_cast<std::uint64_t>((value & L::kFraction) | L::kImplicit) << L::kExtraBits;
  };
  const Wide product = multiply_wide(significand(a), significand(b));
  const int spare = L::kExtraBits - (product.high >> 63 != 0 ? 0 : 1);
  return product.low == 0 && (product.high & ((UINT64_C(1) << spare) - 1)) == 0;
}

/* A sum that the host computed; false if it is not to be used. Raises inexact. */
template <class F>
bool accept_sum(typename F::Host a, typename F::Host b, typename F::Bits& sum,
                const FloatContext& context) {
  const typename F::Host result = a + b;
  sum = from_host<F>(result);
  if (!is_well_inside<F>(sum)) return false;
  if (!is_exact_sum(a, b, result)) context.signal(kInexact);
  return true;
}

template <class F>
bool accept_product(typename F::Bits a, typename F::Bits b, typename F::Bits& product,
                    const FloatContext& context) {
  product = from_host<F>(to_host<F>(a) * to_host<F>(b));
  if (!is_well_inside<F>(product) || !is_normal<F>(a) || !is_normal<F>(b)) return false;
  if (!is_exact_product<F>(a, b)) context.signal(kInexact);
  return true;
}

/* a * b + c where the product needs no rounding, so that only the sum rounds. */
template <class F>
bool accept_fused(typename F::Bits a, typename F::Bits b, typename F::Bits c,
                  typename F::Bits& result, const FloatContext& context) {
  if (!is_normal<F>(a) || !is_normal<F>(b) || !is_exact_product<F>(a, b)) return false;
  const typename F::Host product = to_host<F>(a) * to_host<F>(b);
  return is_well_inside<F>(from_host<F>(product)) &&
         accept_sum<F>(product, to_host<F>(c), result, context);
}

}  // namespace

template <class F>
typename F::Bits careful_add(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  typename F::Bits sum;
  if (may_use_host(context, kHostArithmetic) &&
      accept_sum<F>(to_host<F>(a), to_host<F>(b), sum, context)) {
    return sum;
  }
  return soft_add<F>(a, b, context);
}

template <class F>
typename F::Bits careful_multiply(typename F::Bits a, typename F::Bits b,
                                  const FloatContext& context) {
  typename F::Bits product;
  if (may_use_host(context, kHostArithmetic) && accept_product<F>(a, b, product, context)) {
    return product;
  }
  return soft_multiply<F>(a, b, context);
}

template <class F>
typename F::Bits careful_fused(typename F::Bits a, typename F::Bits b, typename F::Bits c,
                               const FloatContext& context) {
  typename F::Bits result;
  if (may_use_host(context, kHostArithmetic) && accept_fused<F>(a, b, c, result, context)) {
    return result;
  }
  return soft_fused<F>(a, b, c, context);
}

template F32::Bits careful_add<F32>(F32::Bits, F32::Bits, const FloatContext&);
template F64::Bits careful_add<F64>(F64::Bits, F64::Bits, const FloatContext&);
template F32::Bits careful_multiply<F32>(F32::Bits, F32::Bits, const FloatContext&);
template F64::Bits careful_multiply<F64>(F64::Bits, F64::Bits, const FloatContext&);
template F32::Bits careful_fused<F32>(F32::Bits, F32::Bits, F32::Bits, const FloatContext&);
template F64::Bits careful_fused<F64>(F64::Bits, F64::Bits, F64::Bits, const FloatContext&);

}  // namespace aex::engine
