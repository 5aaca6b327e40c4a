/** The host's floating-point unit, where its result is provably the one that IEEE 754 demands.
 *
 *  It is asked only if it rounds to nearest, the guest rounds to nearest-even, and inexact is
 *  already raised, so that no flag has to be read from it: with normal operands and a result well
 *  inside the normal range, inexact is the only flag that the operation can raise. */
#pragma once

#include <cfloat>
#include <cstring>
#include <limits>

#include "engine/float/format.hpp"

namespace aex::engine {

/** The host evaluates in the operand's own format. */
constexpr bool kHostIsExact = FLT_EVAL_METHOD == 0 && std::numeric_limits<double>::is_iec559 &&
                              std::numeric_limits<float>::is_iec559;

/** Asks the host now: rounding to nearest, subnormals kept. */
bool probe_host();

template <class F>
bool may_use_host(const FloatContext& context) {
  return kHostIsExact && context.is_host_usable && context.rounding == Rounding::nearest_even &&
         (context.flags & kInexact) != 0;
}

/** Normal, and not the smallest or largest binade: no rounding can leave the range from here. */
template <class F>
bool is_well_inside(typename F::Bits value) {
  const int field = exponent_field<F>(value);
  return field > 1 && field < Layout<F>::kMaxExponent;
}

template <class F>
typename F::Host to_host(typename F::Bits bits) {
  typename F::Host value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

template <class F>
typename F::Bits from_host(typename F::Host value) {
  typename F::Bits bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

}  // namespace aex::engine
