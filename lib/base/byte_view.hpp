/** A borrowed run of bytes. */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aex {

using Bytes = std::vector<std::uint8_t>;

struct ByteView {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;

  ByteView() = default;
  ByteView(const std::uint8_t* first, std::size_t count) : data(first), size(count) {}
  ByteView(const Bytes& bytes) : data(bytes.data()), size(bytes.size()) {}
  template <std::size_t N>
  ByteView(const std::array<std::uint8_t, N>& bytes) : data(bytes.data()), size(N) {}
  explicit ByteView(std::string_view text)
      : data(reinterpret_cast<const std::uint8_t*>(text.data())), size(text.size()) {}

  const std::uint8_t* begin() const { return data; }
  const std::uint8_t* end() const { return data + size; }
  bool empty() const { return size == 0; }
  std::uint8_t operator[](std::size_t index) const { return data[index]; }
  /** The part from `offset`, at most `count` long; clamped to what is there. */
  ByteView slice(std::size_t offset, std::size_t count = SIZE_MAX) const {
    if (offset > size) offset = size;
    if (count > size - offset) count = size - offset;
    return {data + offset, count};
  }
  std::string_view text() const { return {reinterpret_cast<const char*>(data), size}; }
};

}  // namespace aex
