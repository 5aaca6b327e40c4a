/** The guest's memory: one buffer of the host, and a table that says which page may do what. */
#pragma once

#include <cstdint>
#include <cstring>

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"
#include "base/pages.hpp"

namespace aex::engine {

constexpr std::uint64_t kPageBytes = 4096;

constexpr std::uint64_t page_floor(std::uint64_t address) { return address & ~(kPageBytes - 1); }
constexpr std::uint64_t page_ceiling(std::uint64_t address) {
  return page_floor(address + (kPageBytes - 1));
}

/** What a page may do; 0 is a page that is not there. */
enum PageRight : std::uint8_t {
  kPageRead = 1,
  kPageWrite = 2,
  kPageExecute = 4,
  kPageMapped = 8, /**< it is there, even if it may do nothing */
};

/** From the guest's little-endian bytes, and back. */
template <class T>
T from_guest(T value) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  if constexpr (sizeof(T) == 8) return static_cast<T>(__builtin_bswap64(value));
  if constexpr (sizeof(T) == 4) return static_cast<T>(__builtin_bswap32(value));
  if constexpr (sizeof(T) == 2) return static_cast<T>(__builtin_bswap16(value));
#endif
  return value;
}

/** The buffer as the interpreter sees it: small, copied into registers. Every access is checked
 *  against the buffer and against the rights of the first and the last page that it touches. */
class MemoryView {
 public:
  MemoryView(std::uint8_t* bytes, const std::uint8_t* rights, std::uint64_t base,
             std::uint64_t size)
      : bytes_(bytes), rights_(rights), base_(base), size_(size) {}

  /** False, and nothing done, if the guest may not. */
  template <class T>
  bool load(std::uint64_t address, T& value) const {
    const std::uint64_t offset = address - base_;
    if (!allows(offset, sizeof(T), kPageRead)) return false;
    std::memcpy(&value, bytes_ + offset, sizeof(T));
    value = from_guest(value);
    return true;
  }

  template <class T>
  bool store(std::uint64_t address, T value) const {
    const std::uint64_t offset = address - base_;
    if (!allows(offset, sizeof(T), kPageWrite)) return false;
    value = from_guest(value);
    std::memcpy(bytes_ + offset, &value, sizeof(T));
    return true;
  }

  /** The 16 bits of code at `address`. */
  bool fetch(std::uint64_t address, std::uint16_t& value) const {
    const std::uint64_t offset = address - base_;
    if (!allows(offset, sizeof value, kPageExecute)) return false;
    std::memcpy(&value, bytes_ + offset, sizeof value);
    value = from_guest(value);
    return true;
  }

 private:
  /* Aligned to its size, which is a power of two, it is in one page. */
  bool allows(std::uint64_t offset, std::uint64_t size, unsigned right) const {
    if (offset >= size_ || (rights_[offset / kPageBytes] & right) == 0) return false;
    return offset % size == 0 || allows_last(offset + (size - 1), right);
  }
  [[gnu::cold]] bool allows_last(std::uint64_t offset, unsigned right) const {
    return offset < size_ && (rights_[offset / kPageBytes] & right) != 0;
  }

  std::uint8_t* bytes_;
  const std::uint8_t* rights_;
  std::uint64_t base_;
  std::uint64_t size_;
};

/** Owns the buffer and the table. Addresses are the guest's. */
class Memory {
 public:
  /** Memory from `base`, a page's address, of at most `max_bytes`, all of it not there yet; the
   *  host lends its pages when they are first touched. On a host that cannot lend so much it is
   *  smaller, but never below `min_bytes`: then Code::no_memory. */
  static Result<Memory> create(std::uint64_t base, std::uint64_t min_bytes,
                               std::uint64_t max_bytes);

  std::uint64_t base() const { return base_; }
  std::uint64_t size() const { return size_; }
  std::uint64_t end() const { return base_ + size_; }
  MemoryView view() { return {bytes_.data(), rights_.data(), base_, size_}; }

  /** Whether the range, whole pages or not, lies in the buffer. */
  bool holds(std::uint64_t address, std::uint64_t size) const;
  /** Whether every page of the range has all of `rights`. An empty range has. */
  bool allows(std::uint64_t address, std::uint64_t size, unsigned rights) const;

  /** Sets the rights of every page that the range touches. The range must be held. */
  void set_rights(std::uint64_t address, std::uint64_t size, unsigned rights);
  /** Adds to them. */
  void add_rights(std::uint64_t address, std::uint64_t size, unsigned rights);
  /** Gives every page that is not there the rights of plain memory. */
  void add_missing_pages();
  /** Whether no page of the range is there. */
  bool is_free(std::uint64_t address, std::uint64_t size) const;
  /** Whether some page may be written and executed. */
  bool has_writable_code() const;

  /** The host's memory behind a held range, whatever the rights. */
  std::uint8_t* host(std::uint64_t address) { return bytes_.data() + (address - base_); }
  const std::uint8_t* host(std::uint64_t address) const {
    return bytes_.data() + (address - base_);
  }
  void clear(std::uint64_t address, std::uint64_t size);

  /** What the guest may read there; nothing if it may not read all of it. */
  bool read(std::uint64_t address, std::uint64_t size, ByteView& bytes) const;
  /** Writes if the guest may write all of it. */
  bool write(std::uint64_t address, ByteView bytes);

 private:
  Memory(ZeroPages bytes, ZeroPages rights, std::uint64_t base, std::uint64_t size)
      : bytes_(std::move(bytes)), rights_(std::move(rights)), base_(base), size_(size) {}

  ZeroPages bytes_;
  ZeroPages rights_; /**< of each page */
  std::uint64_t base_;
  std::uint64_t size_;
};

}  // namespace aex::engine
