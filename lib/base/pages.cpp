#include "base/pages.hpp"

#include <cstdlib>
#if defined(__linux__)
#include <sys/mman.h>
#endif

#include "base/secret.hpp"

namespace aex {
namespace {

constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;

#if defined(__linux__) && defined(MADV_HUGEPAGE)
constexpr std::size_t kLargestPageBytes = std::size_t{64} << 10; /* that is not huge */

/* A process that forks in another thread would make each page be copied when it is next written to,
 * and leave its child a copy. The end may be in a page with something else. */
void share_with_children(void* memory, std::size_t size, bool is_shared) {
  (void)madvise(memory, size / kLargestPageBytes * kLargestPageBytes,
                is_shared ? MADV_DOFORK : MADV_DONTFORK);
}

void* allocate(std::size_t size) {
  if (size < kHugePageBytes) return std::malloc(size);
  void* memory = nullptr;
  if (posix_memalign(&memory, kHugePageBytes, size) != 0) return nullptr;
  // A wish: where it is not granted, the pages are small.
  (void)madvise(memory, size, MADV_HUGEPAGE);
  share_with_children(memory, size, false);
  return memory;
}

void release(void* memory, std::size_t size) {
  if (size >= kHugePageBytes) share_with_children(memory, size, true);
  std::free(memory);
}
#else
void* allocate(std::size_t size) { return std::malloc(size); }
void release(void* memory, std::size_t) { std::free(memory); }
#endif

}  // namespace

Pages::Pages(std::size_t size) : size_(size), data_(allocate(size)) {}

Pages::~Pages() {
  if (data_ == nullptr) return;
  wipe(data_, size_);
  release(data_, size_);
}

}  // namespace aex
