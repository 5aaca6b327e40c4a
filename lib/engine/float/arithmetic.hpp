/** add, subtract, multiply, divide, square root and fused multiply-add as RISC-V defines them:
 *  NaN results are canonical, all five roundings, tininess after rounding. F is F32 or F64. */
#pragma once

#include <cmath>

#include "engine/float/host.hpp"

namespace aex::engine {

/** The same in software only: right on every host. */
template <class F>
typename F::Bits soft_add(typename F::Bits a, typename F::Bits b, const FloatContext& context);
template <class F>
typename F::Bits soft_multiply(typename F::Bits a, typename F::Bits b, const FloatContext& context);
template <class F>
typename F::Bits soft_divide(typename F::Bits a, typename F::Bits b, const FloatContext& context);
template <class F>
typename F::Bits soft_square_root(typename F::Bits a, const FloatContext& context);
template <class F>
typename F::Bits soft_fused(typename F::Bits a, typename F::Bits b, typename F::Bits c,
                            const FloatContext& context);

/** A sum that the host computed; false if it is not to be used. Raises inexact. */
template <class F>
bool accept_sum(typename F::Host a, typename F::Host b, typename F::Bits& sum,
                const FloatContext& context) {
  const typename F::Host result = a + b;
  sum = from_host<F>(result);
  if (!is_well_inside<F>(sum)) return false;
  if (!is_known_inexact(context) && !is_exact_sum(a, b, result)) context.signal(kInexact);
  return true;
}

template <class F>
typename F::Bits add(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  typename F::Bits sum;
  if (may_use_host(context, kHostArithmetic) &&
      accept_sum<F>(to_host<F>(a), to_host<F>(b), sum, context)) {
    return sum;
  }
  return soft_add<F>(a, b, context);
}

template <class F>
typename F::Bits subtract(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  /* A NaN keeps its kind under a change of sign, and every NaN result is canonical. */
  return add<F>(a, negate<F>(b), context);
}

template <class F>
typename F::Bits multiply(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  if (may_use_host(context, kHostArithmetic)) {
    const typename F::Bits product = from_host<F>(to_host<F>(a) * to_host<F>(b));
    if (is_well_inside<F>(product)) {
      if (is_known_inexact(context)) return product;
      if (is_normal<F>(a) && is_normal<F>(b)) {
        if (!is_exact_product<F>(a, b)) context.signal(kInexact);
        return product;
      }
    }
  }
  return soft_multiply<F>(a, b, context);
}

template <class F>
typename F::Bits divide(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  if (may_use_host(context, kHostArithmetic) && is_known_inexact(context)) {
    const typename F::Bits quotient = from_host<F>(to_host<F>(a) / to_host<F>(b));
    if (is_well_inside<F>(quotient)) return quotient;
  }
  return soft_divide<F>(a, b, context);
}

template <class F>
typename F::Bits square_root(typename F::Bits a, const FloatContext& context) {
  if (may_use_host(context, kHostArithmetic) && is_known_inexact(context) && is_normal<F>(a) &&
      !sign_of<F>(a)) {
    return from_host<F>(std::sqrt(to_host<F>(a)));
  }
  return soft_square_root<F>(a, context);
}

/** a * b + c where the product needs no rounding, so that only the sum rounds. */
template <class F>
bool accept_exact_fused(typename F::Bits a, typename F::Bits b, typename F::Bits c,
                        typename F::Bits& result, const FloatContext& context) {
  if (!is_normal<F>(a) || !is_normal<F>(b) || !is_exact_product<F>(a, b)) return false;
  const typename F::Host product = to_host<F>(a) * to_host<F>(b);
  return is_well_inside<F>(from_host<F>(product)) &&
         accept_sum<F>(product, to_host<F>(c), result, context);
}

/** a * b + c with one rounding. */
template <class F>
typename F::Bits fused(typename F::Bits a, typename F::Bits b, typename F::Bits c,
                       const FloatContext& context) {
  typename F::Bits result;
  if (may_use_host(context, kHostFused) && is_known_inexact(context)) {
    result = from_host<F>(host_fused(to_host<F>(a), to_host<F>(b), to_host<F>(c)));
    if (is_well_inside<F>(result)) return result;
  } else if (may_use_host(context, kHostArithmetic) &&
             accept_exact_fused<F>(a, b, c, result, context)) {
    return result;
  }
  return soft_fused<F>(a, b, c, context);
}

}  // namespace aex::engine
