/** Text that is wiped when it goes: API keys, one-time passwords, content keys. */
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aex {

/** Overwrites memory in a way that the compiler keeps. */
void wipe(void* memory, std::size_t size) noexcept;

/** A string that no log or error takes by accident: reading it needs reveal(). */
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text);
  Secret(const Secret& other) = default;
  /** Wipes the old object, in which a short string leaves its bytes. Takes no memory. */
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  void clear() noexcept;

 private:
  std::string text_;
};

}  // namespace aex
