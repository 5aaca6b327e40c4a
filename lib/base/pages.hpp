/** Memory of many pages. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace aex {

/** For secrets that are worked on at random places. Aligned for any type, not initialised, and
 * wiped when it goes. Large blocks lie in huge pages where the system has them: reading a table of
 * scrypt at random then takes a quarter less. */
class Pages {
 public:
  /** data() is null where there is not enough memory. */
  explicit Pages(std::size_t size);
  ~Pages();
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  void* data() const noexcept { return data_; }

 private:
  std::size_t size_;
  void* data_;
};

/** Zeros, whose pages the system lends when they are first touched. Where it can, nothing may be
 *  touched before the first byte, nor beyond the last page. */
class ZeroPages {
 public:
  /** data() is null where there is not enough memory. */
  explicit ZeroPages(std::size_t size);
  ~ZeroPages() { release(); }
  ZeroPages(ZeroPages&& other) noexcept
      : size_(other.size_), data_(std::exchange(other.data_, nullptr)) {}
  ZeroPages& operator=(ZeroPages&& other) noexcept {
    std::swap(size_, other.size_);
    std::swap(data_, other.data_);
    return *this;
  }
  std::uint8_t* data() const noexcept { return data_; }

 private:
  void release() noexcept;

  std::size_t size_;
  std::uint8_t* data_;
};

}  // namespace aex
