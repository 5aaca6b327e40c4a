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

/** For when no flag is raised yet: with the host where it can be found out exactly whether the
 *  result is inexact, else in software. */
template <class F>
typename F::Bits careful_add(typename F::Bits a, typename F::Bits b, const FloatContext& context);
template <class F>
typename F::Bits careful_multiply(typename F::Bits a, typename F::Bits b,
                                  const FloatContext& context);
template <class F>
typename F::Bits careful_fused(typename F::Bits a, typename F::Bits b, typename F::Bits c,
                               const FloatContext& context);

/** What the host makes of it, be it right or not. */
template <class F>
typename F::Bits host_add(typename F::Bits a, typename F::Bits b) {
  return from_host<F>(to_host<F>(a) + to_host<F>(b));
}
template <class F>
typename F::Bits host_subtract(typename F::Bits a, typename F::Bits b) {
  return from_host<F>(to_host<F>(a) - to_host<F>(b));
}
template <class F>
typename F::Bits host_multiply(typename F::Bits a, typename F::Bits b) {
  return from_host<F>(to_host<F>(a) * to_host<F>(b));
}
template <class F>
typename F::Bits host_divide(typename F::Bits a, typename F::Bits b) {
  return from_host<F>(to_host<F>(a) / to_host<F>(b));
}
/** Only with kHostFused. */
template <class F>
typename F::Bits host_multiply_add(typename F::Bits a, typename F::Bits b, typename F::Bits c) {
  return from_host<F>(host_fused(to_host<F>(a), to_host<F>(b), to_host<F>(c)));
}

template <class F>
typename F::Bits add(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  if (may_trust_host(context, kHostArithmetic)) {
    const typename F::Bits sum = host_add<F>(a, b);
    if (is_well_inside<F>(sum)) return sum;
  }
  return careful_add<F>(a, b, context);
}

template <class F>
typename F::Bits subtract(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  /* A NaN keeps its kind under a change of sign, and every NaN result is canonical. */
  return add<F>(a, negate<F>(b), context);
}

template <class F>
typename F::Bits multiply(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  if (may_trust_host(context, kHostArithmetic)) {
    const typename F::Bits product = host_multiply<F>(a, b);
    if (is_well_inside<F>(product)) return product;
  }
  return careful_multiply<F>(a, b, context);
}

template <class F>
typename F::Bits divide(typename F::Bits a, typename F::Bits b, const FloatContext& context) {
  if (may_trust_host(context, kHostArithmetic)) {
    const typename F::Bits quotient = host_divide<F>(a, b);
    if (is_well_inside<F>(quotient)) return quotient;
  }
  return soft_divide<F>(a, b, context);
}

template <class F>
typename F::Bits square_root(typename F::Bits a, const FloatContext& context) {
  if (may_trust_host(context, kHostArithmetic) && is_normal<F>(a) && !sign_of<F>(a)) {
    return from_host<F>(std::sqrt(to_host<F>(a)));
  }
  return soft_square_root<F>(a, context);
}

/** a * b + c with one rounding. */
template <class F>
typename F::Bits fused(typename F::Bits a, typename F::Bits b, typename F::Bits c,
                       const FloatContext& context) {
  if (may_trust_host(context, kHostFused)) {
    const typename F::Bits result = host_multiply_add<F>(a, b, c);
    if (is_well_inside<F>(result)) return result;
  }
  return careful_fused<F>(a, b, c, context);
}

}  // namespace aex::engine
