#include "base/secret.hpp"

#include <cstring>

namespace aex {

/* Compilers cannot know what a volatile pointer points to, so the call stays; and scrypt's table
 * is wiped at the speed of memset. */
void wipe(void* memory, std::size_t size) noexcept {
  static void* (*const volatile overwrite)(void*, int, std::size_t) = std::memset;
  if (size > 0) overwrite(memory, 0, size);
}

Secret::Secret(std::string_view text) : text_(text) {}

Secret::Secret(Secret&& other) noexcept {
  text_.swap(other.text_);
  other.clear();
}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    clear();
    text_ = other.text_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    clear();
    text_.swap(other.text_);
    other.clear();
  }
  return *this;
}

Secret::~Secret() { clear(); }

void Secret::clear() noexcept {
  text_.resize(text_.capacity());
  wipe(text_.data(), text_.size());
  text_.clear();
}

}  // namespace aex
