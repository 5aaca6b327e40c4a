/** Integers at any address in a stated byte order, on hosts of either order. */
#pragma once

#include <cstddef>
#include <cstdint>

namespace aex {

template <class T>
T load_le(const std::uint8_t* from) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value = T(value | (T(from[i]) << (8 * i)));
  return value;
}

template <class T>
T load_be(const std::uint8_t* from) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    value = T(T(value << (sizeof(T) > 1 ? 8 : 0)) | from[i]);
  return value;
}

template <class T>
void store_le(std::uint8_t* to, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) to[i] = std::uint8_t(value >> (8 * i));
}

template <class T>
void store_be(std::uint8_t* to, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i)
    to[sizeof(T) - 1 - i] = std::uint8_t(value >> (8 * i));
}

}  // namespace aex
