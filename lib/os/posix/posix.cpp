#include "os/posix/posix.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace aex::os {
namespace {

/* strerror_r comes in two shapes; overloading picks the one that this system has. */
[[maybe_unused]] const char* words(int status, const char* buffer) {
  return status == 0 ? buffer : "unknown error";
}
[[maybe_unused]] const char* words(const char* text, const char*) { return text; }

Code code_of(int error) {
  switch (error) {
    case ENOENT: return Code::file_missing;
    case ENOSPC:
    case EDQUOT: return Code::no_space;
    case ENOMEM: return Code::no_memory;
    default: return Code::io_failed;
  }
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = other.release();
  }
  return *this;
}

int Descriptor::release() {
  const int number = number_;
  number_ = -1;
  return number;
}

bool Descriptor::close() {
  const int number = release();
  return number < 0 || ::close(number) == 0 || errno == EINTR;
}

Error failure(const char* act, const std::string& path, int error) {
  char buffer[256] = "";
  const char* const text = words(strerror_r(error, buffer, sizeof buffer), buffer);
  return Error(code_of(error), {act, " ", path, " failed: ", text});
}

Descriptor open_path(const std::string& path, int flags, unsigned mode) {
  int number = -1;
  do {
    number = ::open(path.c_str(), flags | O_CLOEXEC, mode_t(mode));
  } while (number < 0 && errno == EINTR);
  return Descriptor(number);
}

}  // namespace aex::os
