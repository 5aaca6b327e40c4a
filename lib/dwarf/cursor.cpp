#include "dwarf/cursor.hpp"

#include <algorithm>
#include <cstdio>

namespace aex::dwarf {
namespace {

constexpr std::size_t kWindowBytes = 64 * 1024;
/* Headers are small and lie far apart, so little is read at first after a jump. */
constexpr std::size_t kFirstReadBytes = 1024;
constexpr std::uint64_t kRereads = 32;
constexpr std::uint64_t kFreeBytes = 1024 * 1024;
constexpr std::size_t kMaxTextBytes = 1024 * 1024;

}  // namespace

Cursor::Cursor(Section& section, bool is_big_endian)
    : section_(&section),
      size_(section.size()),
      is_big_endian_(is_big_endian),
      window_(new std::uint8_t[kWindowBytes]),
      at_(window_.get()),
      stop_(window_.get()),
      limit_(section.size()),
      ahead_(kFirstReadBytes) {
  budget_ = size_ > UINT64_MAX / kRereads - kFreeBytes ? UINT64_MAX : size_ * kRereads + kFreeBytes;
}

void Cursor::fail(std::uint64_t offset, std::string what) {
  if (!is_ok_) return;
  char number[24];
  std::snprintf(number, sizeof number, "0x%llx", static_cast<unsigned long long>(offset));
  status_ = Error(Code::dwarf_malformed,
                  section_->title() + " at offset " + number + ": " + std::move(what));
  is_ok_ = false;
  stop_ = at_;
}

void Cursor::set_stop() {
  const std::uint64_t readable = limit_ > begin_ ? limit_ - begin_ : 0;
  stop_ = window_.get() + std::min<std::uint64_t>(filled_, readable);
  stop_ = std::max(stop_, at_);
}

void Cursor::seek(std::uint64_t offset) {
  if (!is_ok_) return;
  limit_ = size_;
  if (offset > size_) return fail(offset, "lies beyond the end of the section");
  jump(offset);
}

void Cursor::jump(std::uint64_t offset) {
  const std::uint64_t spent = this->offset() - sought_;
  if (spent > budget_) return fail("is read over and over");
  budget_ -= spent;
  if (offset >= begin_ && offset - begin_ <= filled_) {
    at_ = window_.get() + (offset - begin_);
  } else {
    begin_ = offset;
    filled_ = 0;
    at_ = window_.get();
    ahead_ = kFirstReadBytes;
  }
  sought_ = offset;
  set_stop();
}

void Cursor::limit_to(std::uint64_t offset) {
  if (!is_ok_) return;
  if (offset > size_) return fail("runs beyond the end of the section");
  if (offset < this->offset()) return fail("ends before it begins");
  limit_ = offset;
  set_stop();
}

void Cursor::skip(std::uint64_t count) {
  if (!is_ok_) return;
  if (count > rest()) return fail("is cut short");
  if (count <= std::uint64_t(stop_ - at_)) {
    at_ += count;
  } else {
    jump(offset() + count);
  }
}

bool Cursor::refill(std::size_t count) {
  if (!is_ok_) return false;
  if (rest() < count) {
    fail("is cut short");
    return false;
  }
  begin_ = offset();
  at_ = window_.get();
  filled_ = std::size_t(std::min<std::uint64_t>(std::max(ahead_, count), size_ - begin_));
  ahead_ = std::min(ahead_ * 2, kWindowBytes);
  Status outcome = section_->read(begin_, window_.get(), filled_);
  if (!outcome.ok()) {
    status_ = std::move(outcome);
    is_ok_ = false;
    stop_ = at_;
    return false;
  }
  set_stop();
  return true;
}

std::uint64_t Cursor::unsigned_of(unsigned bytes) {
  switch (bytes) {
    case 1: return u8();
    case 2: return u16();
    case 4: return u32();
    case 8: return u64();
    case 3: {
      const std::uint32_t first = u8();
      const std::uint32_t second = u8();
      const std::uint32_t third = u8();
      return is_big_endian_ ? first << 16 | second << 8 | third : third << 16 | second << 8 | first;
    }
    default: fail("has an integer of " + std::to_string(bytes) + " bytes"); return 0;
  }
}

/* Compilers and assemblers pad with empty groups, so these may go beyond the tenth byte. */
std::uint64_t Cursor::long_uleb() {
  const std::uint64_t start = offset();
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift = std::min(shift + 7, 70u)) {
    const std::uint64_t byte = u8();
    const std::uint64_t group = byte & 0x7f;
    if (shift < 64) value |= group << shift;
    if (shift >= 63 && (shift == 63 ? group > 1 : group != 0)) {
      fail(start, "is a number over 64 bits");
    }
    if (byte < 0x80) return is_ok_ ? value : 0;
  }
}

std::int64_t Cursor::long_sleb() {
  const std::uint64_t start = offset();
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift = std::min(shift + 7, 70u)) {
    const std::uint64_t byte = u8();
    const std::uint64_t group = byte & 0x7f;
    if (shift < 64) value |= group << shift;
    if (shift >= 63 && group != (std::int64_t(value) < 0 ? 0x7f : 0)) {
      fail(start, "is a number over 64 bits");
    }
    if (byte >= 0x80) continue;
    if (!is_ok_) return 0;
    if (shift + 7 < 64 && (byte & 0x40) != 0) value |= UINT64_MAX << (shift + 7);
    return std::int64_t(value);
  }
}

void Cursor::text(std::string* out) {
  const std::uint64_t start = offset();
  if (out != nullptr) out->clear();
  for (std::size_t length = 0;;) {
    if (at_ == stop_ && !refill(1)) return;
    const std::size_t there = std::size_t(stop_ - at_);
    const void* const end = std::memchr(at_, 0, there);
    const std::size_t count =
        end != nullptr ? std::size_t(static_cast<const std::uint8_t*>(end) - at_) : there;
    length += count;
    if (out != nullptr && length > kMaxTextBytes) return fail(start, "is a text of over 1 MiB");
    if (out != nullptr) out->append(reinterpret_cast<const char*>(at_), count);
    at_ += count;
    if (end == nullptr) continue;
    ++at_;
    return;
  }
}

std::uint64_t Cursor::unit_length(bool* is_64) {
  constexpr std::uint32_t kIs64 = 0xffffffff;
  constexpr std::uint32_t kFirstReserved = 0xfffffff0;
  const std::uint64_t start = offset();
  const std::uint32_t narrow = u32();
  *is_64 = narrow == kIs64;
  if (narrow >= kFirstReserved && !*is_64) fail(start, "has a reserved length");
  const std::uint64_t length = *is_64 ? u64() : narrow;
  if (length > rest()) fail(start, "is cut short");
  if (is_ok_) limit_to(offset() + length);
  return is_ok_ ? length : 0;
}

}  // namespace aex::dwarf
