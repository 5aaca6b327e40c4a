/** Debug sections as a test wants them: integers of either byte order, LEB128, texts, lengths. */
#pragma once

#include <string>

#include "base/byte_view.hpp"
#include "base/endian.hpp"

namespace aex::testing {

class ByteWriter {
 public:
  ByteWriter() = default;
  ByteWriter(bool is_big_endian, bool is_64) : is_big_endian_(is_big_endian), is_64_(is_64) {}

  ByteWriter& u8(std::uint64_t value) { return fixed(value, 1); }
  ByteWriter& u16(std::uint64_t value) { return fixed(value, 2); }
  ByteWriter& u32(std::uint64_t value) { return fixed(value, 4); }
  ByteWriter& u64(std::uint64_t value) { return fixed(value, 8); }
  /** A section offset of the DWARF format. */
  ByteWriter& offset(std::uint64_t value) { return fixed(value, is_64_ ? 8 : 4); }
  ByteWriter& fixed(std::uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) {
      const unsigned shift = 8 * (is_big_endian_ ? bytes - 1 - i : i);
      bytes_.push_back(std::uint8_t(value >> shift));
    }
    return *this;
  }
  ByteWriter& uleb(std::uint64_t value) {
    do {
      const auto group = std::uint8_t(value & 0x7f);
      value >>= 7;
      bytes_.push_back(std::uint8_t(group | (value != 0 ? 0x80 : 0)));
    } while (value != 0);
    return *this;
  }
  ByteWriter& sleb(std::int64_t value) {
    for (;;) {
      const auto group = std::uint8_t(value & 0x7f);
      value >>= 7;
      const bool is_last = (value == 0 && (group & 0x40) == 0) || (value == -1 && (group & 0x40));
      bytes_.push_back(std::uint8_t(group | (is_last ? 0 : 0x80)));
      if (is_last) return *this;
    }
  }
  ByteWriter& text(const std::string& text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return u8(0);
  }
  ByteWriter& raw(const ByteWriter& other) {
    bytes_.insert(bytes_.end(), other.bytes_.begin(), other.bytes_.end());
    return *this;
  }
  /** `body` behind its length, as an offset. */
  ByteWriter& sized(const ByteWriter& body) { return offset(body.size()).raw(body); }
  /** A unit: `body` behind its initial length. */
  ByteWriter& unit(const ByteWriter& body) {
    if (is_64_) u32(0xffffffff);
    return sized(body);
  }

  ByteWriter empty() const { return ByteWriter(is_big_endian_, is_64_); }
  std::size_t size() const { return bytes_.size(); }
  const Bytes& bytes() const { return bytes_; }
  bool is_big_endian() const { return is_big_endian_; }
  bool is_64() const { return is_64_; }

 private:
  bool is_big_endian_ = false;
  bool is_64_ = false;
  Bytes bytes_;
};

}  // namespace aex::testing
