/** Where the library's messages go: to one hook, or nowhere. It never prints. */
#pragma once

#include <cstdint>
#include <string>

namespace aex {

enum class LogLevel : std::uint8_t { off = 0, error, warning, info, debug };

/** Receives one line without a newline; `text` is borrowed for the call. */
using LogHook = void (*)(LogLevel level, const char* text, void* payload);

/** A hook with its threshold. Copyable; the payload must outlive every copy.
 *  @since 4.0 */
struct Log {
  LogHook hook = nullptr;
  void* payload = nullptr;
  LogLevel threshold = LogLevel::warning;

  bool wants(LogLevel level) const noexcept { return hook != nullptr && level <= threshold; }
  void write(LogLevel level, const std::string& text) const {
    if (wants(level)) hook(level, text.c_str(), payload);
  }
};

}  // namespace aex
