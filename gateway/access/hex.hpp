/** Bytes as lower-case hexadecimal digits. */
#pragma once

#include <string>

#include "base/byte_view.hpp"

namespace aex::gateway {

inline std::string hex(ByteView bytes) {
  static const char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size);
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace aex::gateway
