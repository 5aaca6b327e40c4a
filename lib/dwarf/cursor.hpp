/** Walks through a section in a window of bounded size, whatever the section's size. */
#pragma once

#include <cstring>
#include <memory>
#include <string>

#include "base/endian.hpp"
#include "dwarf/sections.hpp"

namespace aex::dwarf {

/** Reads the integers and texts of DWARF. The first fault sticks: from then on every read gives 0
 *  and consumes nothing, so a whole structure can be read before ok() is asked once. A loop must
 *  ask it each time round.
 *
 *  Reading is bounded: whoever seeks to and fro over a section for much more than its size is
 *  led in circles by a hostile file and fails. */
class Cursor {
 public:
  Cursor(Section& section, bool is_big_endian);

  std::uint64_t size() const { return size_; }
  std::uint64_t offset() const { return begin_ + std::uint64_t(at_ - window_.get()); }
  /** Bytes up to the limit. */
  std::uint64_t rest() const { return limit_ - offset(); }
  std::uint64_t limit() const { return limit_; }

  /** Goes to `offset` and lifts the limit to the section's end. */
  void seek(std::uint64_t offset);
  /** Nothing at or after `offset` is readable until the next seek. */
  void limit_to(std::uint64_t offset);
  void skip(std::uint64_t count);

  std::uint8_t u8() {
    if (at_ == stop_ && !refill(1)) return 0;
    return *at_++;
  }
  std::uint16_t u16() { return fixed<std::uint16_t>(); }
  std::uint32_t u32() { return fixed<std::uint32_t>(); }
  std::uint64_t u64() { return fixed<std::uint64_t>(); }
  /** An integer of 1, 2, 3, 4 or 8 bytes; any other width is a fault. */
  std::uint64_t unsigned_of(unsigned bytes);
  /** A section offset: 4 or 8 bytes wide with the DWARF format. */
  std::uint64_t offset_of(bool is_64) { return is_64 ? u64() : u32(); }
  std::uint64_t uleb() {
    if (at_ != stop_ && *at_ < 0x80) return *at_++;
    return long_uleb();
  }
  std::int64_t sleb() {
    if (at_ != stop_ && *at_ < 0x80) return std::int64_t(*at_++ ^ 0x40) - 0x40;
    return long_sleb();
  }
  /** A text that ends with a zero byte, which is consumed, into `out` (may be null). */
  void text(std::string* out);
  /** The length field that begins every unit; `*is_64` receives the DWARF format. Limits the
   *  reading to the unit. */
  std::uint64_t unit_length(bool* is_64);

  bool ok() const { return is_ok_; }
  /** Records a fault of what stands at `offset`; the first one counts. */
  void fail(std::uint64_t offset, std::string what);
  void fail(std::string what) { fail(offset(), std::move(what)); }
  /** Code::dwarf_malformed with file, section and offset, or the error of reading. */
  const Status& status() const { return status_; }

 private:
  template <class T>
  T fixed() {
    if (std::size_t(stop_ - at_) < sizeof(T) && !refill(sizeof(T))) return 0;
    const std::uint8_t* const from = at_;
    at_ += sizeof(T);
    return is_big_endian_ ? load_be<T>(from) : load_le<T>(from);
  }

  std::uint64_t long_uleb();
  std::int64_t long_sleb();
  bool refill(std::size_t count);
  void jump(std::uint64_t offset);
  void set_stop();

  Section* section_;
  std::uint64_t size_;
  std::uint64_t budget_;
  bool is_big_endian_;
  bool is_ok_ = true;
  std::unique_ptr<std::uint8_t[]> window_;
  const std::uint8_t* at_;
  const std::uint8_t* stop_;
  std::uint64_t begin_ = 0; /* offset of the window's first byte */
  std::size_t filled_ = 0;  /* bytes in the window */
  std::uint64_t limit_;
  std::uint64_t sought_ = 0; /* where reading began after the last jump */
  std::size_t ahead_;        /* bytes that the next refill reads */
  Status status_;
};

}  // namespace aex::dwarf
