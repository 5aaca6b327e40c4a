/** Bytes as the vectors are printed. */
#pragma once

#include <algorithm>

#include "base/byte_view.hpp"

namespace aex::crypto {

inline Bytes from_hex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(std::uint8_t(digit(text[i]) * 16 + digit(text[i + 1])));
  }
  return bytes;
}

inline std::string to_hex(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

template <std::size_t N>
std::array<std::uint8_t, N> array_from_hex(std::string_view text) {
  std::array<std::uint8_t, N> array{};
  const Bytes bytes = from_hex(text);
  std::copy_n(bytes.begin(), std::min(N, bytes.size()), array.begin());
  return array;
}

}  // namespace aex::crypto
