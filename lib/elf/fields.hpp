/** Integers of an ELF structure, in the file's byte order. */
#pragma once

#include "base/byte_view.hpp"
#include "base/endian.hpp"

namespace aex::elf {

/** Takes fields one after the other. The view must be long enough for all of them. */
class Fields {
 public:
  Fields(ByteView bytes, bool is_64, bool is_big_endian)
      : at_(bytes.data), is_64_(is_64), is_big_endian_(is_big_endian) {}

  std::uint16_t half() { return take<std::uint16_t>(); }
  std::uint32_t word() { return take<std::uint32_t>(); }
  /** An address, offset or size: 32 or 64 bits wide with the file's class. */
  std::uint64_t native() { return is_64_ ? take<std::uint64_t>() : take<std::uint32_t>(); }

 private:
  template <class T>
  T take() {
    const std::uint8_t* from = at_;
    at_ += sizeof(T);
    return is_big_endian_ ? load_be<T>(from) : load_le<T>(from);
  }

  const std::uint8_t* at_;
  bool is_64_;
  bool is_big_endian_;
};

}  // namespace aex::elf
