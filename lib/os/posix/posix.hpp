/** What the POSIX sources of this folder share. Private to lib/os. */
#pragma once

#include <string>

#include "atlasexplorer/result.hpp"

namespace aex::os {

/** Owns a file descriptor. */
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { close(); }

  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  int release();
  /** False, with errno, if the system reports a late failure; closed all the same. */
  bool close();

 private:
  int number_ = -1;
};

/** "<act> <path> failed: <the system's words>" with the code that `error` (an errno) stands for:
 *  Code::file_missing, Code::no_space, Code::no_memory, else Code::io_failed. */
Error failure(const char* act, const std::string& path, int error);

/** open(2), repeated when a signal interrupts it; always O_CLOEXEC. */
Descriptor open_path(const std::string& path, int flags, unsigned mode = 0);

/** Randomness by way of /dev/urandom, for kernels without getrandom(2). */
Status fill_from_device(std::uint8_t* out, std::size_t size);

/** See Files::remove_tree. Needs a constant number of descriptors, however deep the tree. */
Status remove_posix_tree(const std::string& path);

}  // namespace aex::os
