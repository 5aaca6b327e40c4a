#include "gateway/journal.hpp"

namespace aex::gateway {
namespace {

constexpr std::size_t kMaxShownBytes = 300;

std::string shown(const std::string& text) {
  std::string masked = text.substr(0, kMaxShownBytes);
  for (char& c : masked) {
    if (c <= 0x20 || c >= 0x7f) c = '?';
  }
  return masked;
}

}  // namespace

void Journal::note(LogLevel level, const std::string& text) {
  const std::lock_guard<std::mutex> lock(mutex_);
  log_.write(level, text);
}

void Journal::request(const std::string& method, const std::string& path, int status,
                      std::uint64_t duration_ms) {
  note(LogLevel::info, shown(method) + " " + shown(path) + " " +
                           (status == 0 ? std::string("broken off") : std::to_string(status)) +
                           " " + std::to_string(duration_ms) + " ms");
}

void Journal::failed(const std::string& id, const std::string& reason) {
  std::string line = "experiment " + id + " failed: " + reason;
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  note(LogLevel::warning, line);
}

}  // namespace aex::gateway
