/** The host's floating-point unit, where its result is provably the one that IEEE 754 demands.
 *
 *  It is asked only if it rounds to nearest and so does the guest, and its flags are never read. If
 *  a result lies well inside the normal range, then no operand was infinite or a NaN, and inexact
 *  is the only flag that the operation can raise: either it is raised already, or it is found out
 *  by exact arithmetic. Any other result is thrown away and computed in software. */
#pragma once

#include <cfloat>
#include <cstring>
#include <limits>
#include <type_traits>

#include "engine/float/format.hpp"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__FMA__)
#define AEX_FUSES_ON_SOME
#endif

namespace aex::engine {

/** The host evaluates in the operand's own format. */
constexpr bool kHostIsExact = FLT_EVAL_METHOD == 0 && std::numeric_limits<double>::is_iec559 &&
                              std::numeric_limits<float>::is_iec559;

/** Asks the host what it can do now; bits of HostFloat. */
std::uint8_t probe_host();

/** The host's fused multiply-add; only with kHostFused, for elsewhere the C library would emulate
 *  it, slower than we do. Spelled out where the instruction exists on some processors only, as no
 *  compiler puts a function for those into one for all. */
#ifdef AEX_FUSES_ON_SOME
inline float host_fused(float a, float b, float c) {
  __asm__("vfmadd213ss %2, %1, %0" : "+x"(a) : "x"(b), "x"(c));
  return a;
}
inline double host_fused(double a, double b, double c) {
  __asm__("vfmadd213sd %2, %1, %0" : "+x"(a) : "x"(b), "x"(c));
  return a;
}
#else
inline float host_fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline double host_fused(double a, double b, double c) { return __builtin_fma(a, b, c); }
#endif

inline bool may_use_host(const FloatContext& context, HostFloat what) {
  return kHostIsExact && (context.host & what) != 0 && context.rounding == Rounding::nearest_even;
}

/** Moreover inexact is raised already, so that nobody has to find out. */
inline bool may_trust_host(const FloatContext& context, HostFloat what) {
  return may_use_host(context, what) && (context.flags & kInexact) != 0;
}

/** Normal, and not in the smallest binade, where a rounding can come from a tiny value. */
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

/** Keeps the bits of a double where the host's unit takes it from, if copies are exact there. */
using KeptDouble = std::conditional_t<kHostIsExact && sizeof(void*) == 8, double, std::uint64_t>;

inline std::uint64_t bits_of(const KeptDouble& kept) {
  std::uint64_t bits;
  std::memcpy(&bits, &kept, sizeof bits);
  return bits;
}

/** Keeps `bits`, and returns them. */
inline std::uint64_t keep(KeptDouble& kept, std::uint64_t bits) {
  std::memcpy(&kept, &bits, sizeof bits);
  return bits;
}

}  // namespace aex::engine
