/** Integer operations as RISC-V defines them, free of what C++ leaves undefined. */
#pragma once

#include <cstdint>
#include <limits>

#include "engine/float/wide.hpp"

namespace aex::engine {

inline std::uint64_t multiply_high(std::uint64_t a, std::uint64_t b) {
  return multiply_wide(a, b).high;
}

inline std::uint64_t multiply_high_signed(std::uint64_t a, std::uint64_t b) {
  return multiply_high(a, b) - (a >> 63 != 0 ? b : 0) - (b >> 63 != 0 ? a : 0);
}

/** `a` signed, `b` unsigned. */
inline std::uint64_t multiply_high_mixed(std::uint64_t a, std::uint64_t b) {
  return multiply_high(a, b) - (a >> 63 != 0 ? b : 0);
}

/** By zero: all ones. The most negative by -1: itself. */
template <class T>
T divide(T a, T b) {
  if (b == 0) return static_cast<T>(-1);
  if (std::numeric_limits<T>::is_signed && b == static_cast<T>(-1)) {
    return a == std::numeric_limits<T>::min() ? a : static_cast<T>(-a);
  }
  return a / b;
}

/** By zero: the dividend. */
template <class T>
T remainder(T a, T b) {
  if (b == 0) return a;
  if (std::numeric_limits<T>::is_signed && b == static_cast<T>(-1)) return 0;
  return a % b;
}

inline std::uint64_t count_leading_zeros(std::uint64_t value) {
  return value == 0 ? 64 : static_cast<std::uint64_t>(__builtin_clzll(value));
}

inline std::uint64_t count_trailing_zeros(std::uint64_t value) {
  return value == 0 ? 64 : static_cast<std::uint64_t>(__builtin_ctzll(value));
}

inline std::uint64_t count_ones(std::uint64_t value) {
  return static_cast<std::uint64_t>(__builtin_popcountll(value));
}

/** Only the low bits of `count` matter. */
inline std::uint64_t rotate_right(std::uint64_t value, std::uint64_t count) {
  return value >> (count & 63) | value << ((0 - count) & 63);
}

inline std::uint32_t rotate_right_word(std::uint64_t value, std::uint64_t count) {
  const std::uint32_t word = static_cast<std::uint32_t>(value);
  return word >> (count & 31) | word << ((0 - count) & 31);
}

/** Every byte that is not zero becomes 0xff. */
inline std::uint64_t or_combine_bytes(std::uint64_t value) {
  value |= value >> 1 & UINT64_C(0x7f7f7f7f7f7f7f7f);
  value |= value >> 2 & UINT64_C(0x3f3f3f3f3f3f3f3f);
  value |= value >> 4 & UINT64_C(0x0f0f0f0f0f0f0f0f);
  return (value & UINT64_C(0x0101010101010101)) * 0xff;
}

inline std::uint64_t reverse_bytes(std::uint64_t value) { return __builtin_bswap64(value); }

}  // namespace aex::engine
