#include "os/environment.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <vector>

namespace aex::os {
namespace {

constexpr std::size_t kMaxEntryBytes = 1024 * 1024;

std::string home_of_user() {
  for (std::size_t size = 4096; size <= kMaxEntryBytes; size *= 4) {
    std::vector<char> buffer(size);
    passwd entry = {};
    passwd* found = nullptr;
    const int error = ::getpwuid_r(::getuid(), &entry, buffer.data(), size, &found);
    if (error == 0) return found != nullptr && found->pw_dir != nullptr ? found->pw_dir : "";
    if (error != ERANGE) break;
  }
  return "";
}

}  // namespace

std::optional<std::string> environment(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

std::string home_folder() {
  std::optional<std::string> home = environment("HOME");
  return home.has_value() && !home->empty() ? std::move(*home) : home_of_user();
}

}  // namespace aex::os
