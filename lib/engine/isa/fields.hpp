/** Bit fields of opcodes. */
#pragma once

#include <cstdint>

namespace aex::engine {

/** Bits high..low of `value`, counted from 0, moved to the bottom. */
constexpr std::uint32_t field(std::uint32_t value, unsigned high, unsigned low) {
  return value >> low & ((UINT32_C(1) << (high - low + 1)) - 1);
}

/** The low `bits` of `value`, 1 to 32, as a signed number. */
constexpr std::uint64_t sign_extend(std::uint32_t value, unsigned bits) {
  const std::uint64_t sign = UINT64_C(1) << (bits - 1);
  const std::uint64_t low = value & (sign | (sign - 1));
  return (low ^ sign) - sign;
}

}  // namespace aex::engine
