/** The two IEEE 754 formats as bit patterns, the same on every host. */
#pragma once

#include <cstdint>

namespace aex::engine {

/** Values of frm and of the rounding field of an instruction. */
enum class Rounding : std::uint8_t {
  nearest_even = 0,
  to_zero = 1,
  down = 2,
  up = 3,
  nearest_away = 4, /**< ties away from zero ("RMM") */
};

/** Bits of fflags. */
enum FloatFlag : std::uint8_t {
  kInexact = 1,
  kUnderflow = 2,
  kOverflow = 4,
  kDivideByZero = 8,
  kInvalid = 16,
};

enum HostFloat : std::uint8_t {
  kHostArithmetic = 1, /**< rounds to nearest and keeps subnormals */
  kHostFused = 2,      /**< has a fused multiply-add as well */
};

/** What an operation needs beside its operands: how to round, and where its flags gather. */
struct FloatContext {
  Rounding rounding;
  std::uint8_t& flags;
  /** Bits of HostFloat: what of the host's own arithmetic may stand in. */
  std::uint8_t host;

  void signal(unsigned which) const { flags = static_cast<std::uint8_t>(flags | which); }
};

struct F32 {
  using Bits = std::uint32_t;
  using Host = float;
  static constexpr int kFractionBits = 23;
  static constexpr int kExponentBits = 8;
};

struct F64 {
  using Bits = std::uint64_t;
  using Host = double;
  static constexpr int kFractionBits = 52;
  static constexpr int kExponentBits = 11;
};

template <class F>
struct Layout {
  using Bits = typename F::Bits;
  static constexpr int kBias = (1 << (F::kExponentBits - 1)) - 1;
  static constexpr int kMaxExponent = (1 << F::kExponentBits) - 1;
  static constexpr Bits kSign = Bits{1} << (F::kFractionBits + F::kExponentBits);
  static constexpr Bits kImplicit = Bits{1} << F::kFractionBits;
  static constexpr Bits kFraction = kImplicit - 1;
  static constexpr Bits kInfinity = Bits{kMaxExponent} << F::kFractionBits;
  static constexpr Bits kQuiet = kImplicit >> 1;
  static constexpr Bits kNan = kInfinity | kQuiet; /**< the canonical one */
  /** What a 64-bit significand with its top bit set holds beyond the format's precision. */
  static constexpr int kExtraBits = 63 - F::kFractionBits;
};

template <class F>
bool sign_of(typename F::Bits value) {
  return (value & Layout<F>::kSign) != 0;
}

template <class F>
int exponent_field(typename F::Bits value) {
  return static_cast<int>(value >> F::kFractionBits) & Layout<F>::kMaxExponent;
}

template <class F>
bool is_nan(typename F::Bits value) {
  return (value & ~Layout<F>::kSign) > Layout<F>::kInfinity;
}

template <class F>
bool is_signaling(typename F::Bits value) {
  return is_nan<F>(value) && (value & Layout<F>::kQuiet) == 0;
}

template <class F>
bool is_infinite(typename F::Bits value) {
  return (value & ~Layout<F>::kSign) == Layout<F>::kInfinity;
}

template <class F>
bool is_zero(typename F::Bits value) {
  return (value & ~Layout<F>::kSign) == 0;
}

/** Neither zero, subnormal, infinite nor a NaN. */
template <class F>
bool is_normal(typename F::Bits value) {
  const int field = exponent_field<F>(value);
  return field != 0 && field != Layout<F>::kMaxExponent;
}

template <class F>
typename F::Bits with_sign(bool is_negative, typename F::Bits magnitude) {
  return magnitude | (is_negative ? Layout<F>::kSign : 0);
}

template <class F>
typename F::Bits negate(typename F::Bits value) {
  return value ^ Layout<F>::kSign;
}

/** `value` with the sign of `from`; NaNs are numbers here. */
template <class F>
typename F::Bits copy_sign(typename F::Bits value, typename F::Bits from) {
  return (value & ~Layout<F>::kSign) | (from & Layout<F>::kSign);
}

/** The value of a single-precision operand in a 64-bit register: the canonical NaN unless the
 *  upper half is all ones. */
inline std::uint32_t unbox(std::uint64_t raw) {
  return raw >> 32 == 0xffffffff ? static_cast<std::uint32_t>(raw) : Layout<F32>::kNan;
}

inline std::uint64_t box(std::uint32_t value) { return UINT64_C(0xffffffff00000000) | value; }

}  // namespace aex::engine
