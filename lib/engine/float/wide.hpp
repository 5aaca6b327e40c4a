/** Integers of 128 bits and shifts that remember what they lost, on hosts of any width. */
#pragma once

#include <cstdint>

namespace aex::engine {

struct Wide {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

/** Of a value that is not zero. */
inline int leading_zeros(std::uint64_t value) { return __builtin_clzll(value); }

/** `value >> count` with the lowest bit set if a one was shifted out; any count from 0. */
inline std::uint64_t shift_right_sticky(std::uint64_t value, std::int64_t count) {
  if (count == 0) return value;
  if (count > 63) return value != 0;
  return value >> count | (value << (64 - count) != 0);
}

inline Wide shift_right_sticky(Wide value, std::int64_t count) {
  if (count == 0) return value;
  if (count >= 64) {
    return {0, shift_right_sticky(value.high, count - 64) | (value.low != 0)};
  }
  return {value.high >> count, shift_right_sticky(value.low, count) | value.high << (64 - count)};
}

/** count from 0 to 127. */
inline Wide shift_left(Wide value, int count) {
  if (count == 0) return value;
  if (count >= 64) return {value.low << (count - 64), 0};
  return {value.high << count | value.low >> (64 - count), value.low << count};
}

inline Wide add(Wide a, Wide b) {
  const std::uint64_t low = a.low + b.low;
  return {a.high + b.high + (low < a.low), low};
}

inline Wide subtract(Wide a, Wide b) { return {a.high - b.high - (a.low < b.low), a.low - b.low}; }

inline bool is_less(Wide a, Wide b) { return a.high != b.high ? a.high < b.high : a.low < b.low; }

#ifdef __SIZEOF_INT128__
__extension__ using Native128 = unsigned __int128;
#endif

/** The whole product. */
inline Wide multiply_wide(std::uint64_t a, std::uint64_t b) {
#ifdef __SIZEOF_INT128__
  const Native128 product = static_cast<Native128>(a) * b;
  return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
#else
  const std::uint64_t a_low = a & 0xffffffff, a_high = a >> 32;
  const std::uint64_t b_low = b & 0xffffffff, b_high = b >> 32;
  const std::uint64_t low = a_low * b_low;
  const std::uint64_t cross = a_high * b_low + (low >> 32);
  const std::uint64_t middle = a_low * b_high + (cross & 0xffffffff);
  return {a_high * b_high + (cross >> 32) + (middle >> 32), middle << 32 | (low & 0xffffffff)};
#endif
}

/** floor((high * 2^64) / divisor) with the lowest bit set if there is a remainder; high < divisor
 *  and the divisor's top bit is set. */
inline std::uint64_t divide_sticky(std::uint64_t high, std::uint64_t divisor) {
#ifdef __SIZEOF_INT128__
  const Native128 dividend = static_cast<Native128>(high) << 64;
  const std::uint64_t quotient = static_cast<std::uint64_t>(dividend / divisor);
  return quotient | (static_cast<Native128>(quotient) * divisor != dividend);
#else
  std::uint64_t quotient = 0;
  for (int i = 0; i < 64; ++i) {
    const bool carry = high >> 63 != 0;
    high <<= 1;
    quotient <<= 1;
    if (carry || high >= divisor) {
      high -= divisor;
      quotient |= 1;
    }
  }
  return quotient | (high != 0);
#endif
}

}  // namespace aex::engine
