/** Working memory of many pages, for secrets that are worked on at random places. */
#pragma once

#include <cstddef>
#include <memory>

namespace aex {

/** Aligned for any type, not initialised, and wiped when it goes. Large blocks lie in huge pages
 *  where the system has them: reading a table of scrypt at random then takes a quarter less. */
class Pages {
 public:
  /** data() is null where there is not enough memory. */
  explicit Pages(std::size_t size);
  ~Pages();
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  void* data() const noexcept { return data_; }
  /** Wipes it already; nothing may be written to it afterwards. */
  void clear() noexcept;

 private:
  std::size_t size_;
  void* data_;
  bool is_clear_ = false;
};

}  // namespace aex
