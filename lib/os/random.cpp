#include "os/random.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/memory/immortal.hpp"
#include "os/posix/posix.hpp"

#ifdef __linux__
#include <sys/random.h>
#endif

namespace aex::os {
namespace {

/* Up to this much getrandom(2) gives whole, whatever signals come. */
[[maybe_unused]] constexpr std::size_t kWholeBytes = 256;

class SystemEntropy final : public Entropy {
 public:
  Status fill(std::uint8_t* out, std::size_t size) override {
#ifdef __linux__
    while (size > 0) {
      const ssize_t count = ::getrandom(out, std::min(size, kWholeBytes), 0);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      out += count;
      size -= std::size_t(count);
    }
#endif
    return fill_from_device(out, size);
  }
};

}  // namespace

Status fill_from_device(std::uint8_t* out, std::size_t size) {
  constexpr char kDevice[] = "/dev/urandom";
  if (size == 0) return {};
  const Descriptor device = open_path(kDevice, O_RDONLY | O_NOFOLLOW);
  if (!device.is_open()) return failure("opening", kDevice, errno);
  while (size > 0) {
    const ssize_t count = ::read(device.get(), out, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return failure("reading", kDevice, count == 0 ? EIO : errno);
    out += count;
    size -= std::size_t(count);
  }
  return {};
}

Entropy& system_entropy() {
  static Immortal<SystemEntropy> entropy;
  return entropy.get();
}

}  // namespace aex::os
