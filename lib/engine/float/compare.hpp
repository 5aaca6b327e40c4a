/** Comparisons, minimum and maximum, and classification. F is F32 or F64. */
#pragma once

#include <cmath>

#include "engine/float/host.hpp"

namespace aex::engine {

/** Whether neither is a NaN, asked of a host that keeps subnormals. Then it may be asked for the
 *  rest, too, and no flag is raised. */
template <class F>
bool host_has_order(typename F::Bits a, typename F::Bits b) {
  return !std::isunordered(to_host<F>(a), to_host<F>(b));
}
template <class F>
bool host_is_equal(typename F::Bits a, typename F::Bits b) {
  return to_host<F>(a) == to_host<F>(b);
}
template <class F>
bool host_is_less(typename F::Bits a, typename F::Bits b) {
  return to_host<F>(a) < to_host<F>(b);
}
template <class F>
bool host_is_less_or_equal(typename F::Bits a, typename F::Bits b) {
  return to_host<F>(a) <= to_host<F>(b);
}

/** Neither may be a NaN. Both zeros are equal. */
template <class F>
bool is_ordered_less(typename F::Bits a, typename F::Bits b) {
  const bool a_negative = sign_of<F>(a);
  if (a_negative != sign_of<F>(b)) return a_negative && !(is_zero<F>(a) && is_zero<F>(b));
  return a_negative ? b < a : a < b;
}

/** feq: invalid for signaling NaNs only. */
template <class F>
bool is_equal(typename F::Bits a, typename F::Bits b, std::uint8_t& flags) {
  if (is_signaling<F>(a) || is_signaling<F>(b)) flags |= kInvalid;
  if (is_nan<F>(a) || is_nan<F>(b)) return false;
  return a == b || (is_zero<F>(a) && is_zero<F>(b));
}

/** flt: invalid for any NaN. */
template <class F>
bool is_less(typename F::Bits a, typename F::Bits b, std::uint8_t& flags) {
  if (is_nan<F>(a) || is_nan<F>(b)) {
    flags |= kInvalid;
    return false;
  }
  return is_ordered_less<F>(a, b);
}

/** fle: invalid for any NaN. */
template <class F>
bool is_less_or_equal(typename F::Bits a, typename F::Bits b, std::uint8_t& flags) {
  if (is_nan<F>(a) || is_nan<F>(b)) {
    flags |= kInvalid;
    return false;
  }
  return !is_ordered_less<F>(b, a);
}

/** The one that is a number, or the lesser; -0 is less than +0. */
template <class F>
typename F::Bits minimum(typename F::Bits a, typename F::Bits b, std::uint8_t& flags) {
  if (is_signaling<F>(a) || is_signaling<F>(b)) flags |= kInvalid;
  if (is_nan<F>(a)) return is_nan<F>(b) ? Layout<F>::kNan : b;
  if (is_nan<F>(b)) return a;
  if (is_zero<F>(a) && is_zero<F>(b)) return a | b;
  return is_ordered_less<F>(a, b) ? a : b;
}

template <class F>
typename F::Bits maximum(typename F::Bits a, typename F::Bits b, std::uint8_t& flags) {
  if (is_signaling<F>(a) || is_signaling<F>(b)) flags |= kInvalid;
  if (is_nan<F>(a)) return is_nan<F>(b) ? Layout<F>::kNan : b;
  if (is_nan<F>(b)) return a;
  if (is_zero<F>(a) && is_zero<F>(b)) return a & b;
  return is_ordered_less<F>(a, b) ? b : a;
}

/** The ten classes of fclass, one bit each. */
template <class F>
std::uint64_t classify(typename F::Bits value) {
  if (is_nan<F>(value)) return is_signaling<F>(value) ? 1 << 8 : 1 << 9;
  const bool is_negative = sign_of<F>(value);
  if (is_infinite<F>(value)) return is_negative ? 1 << 0 : 1 << 7;
  if (is_zero<F>(value)) return is_negative ? 1 << 3 : 1 << 4;
  if (is_normal<F>(value)) return is_negative ? 1 << 1 : 1 << 6;
  return is_negative ? 1 << 2 : 1 << 5;
}

}  // namespace aex::engine
