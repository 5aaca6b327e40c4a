/** Conversions between the floating-point formats and integers. */
#pragma once

#include "engine/float/format.hpp"

namespace aex::engine {

struct IntegerKind {
  bool is_signed;
  int bits;
};

constexpr IntegerKind kInt32{true, 32};
constexpr IntegerKind kUint32{false, 32};
constexpr IntegerKind kInt64{true, 64};
constexpr IntegerKind kUint64{false, 64};

/** Rounds, and saturates with invalid raised; a NaN gives the largest value. Two's complement in
 *  the low bits. */
template <class F>
std::uint64_t to_integer(typename F::Bits value, IntegerKind kind, const FloatContext& context);

template <class F>
typename F::Bits from_unsigned(std::uint64_t value, const FloatContext& context);
template <class F>
typename F::Bits from_signed(std::int64_t value, const FloatContext& context);

F32::Bits narrow(F64::Bits value, const FloatContext& context);
F64::Bits widen(F32::Bits value, const FloatContext& context);

}  // namespace aex::engine
