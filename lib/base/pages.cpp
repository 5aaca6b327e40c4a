#include "base/pages.hpp"

#include <cstdint>
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

/* Nothing else is in their last one. */
std::size_t whole_pages(std::size_t size) {
  return (size + kLargestPageBytes - 1) / kLargestPageBytes * kLargestPageBytes;
}

/* When another thread forks, each page would be copied as it is next written to, and the child
 * would keep the other copy. */
void* allocate(std::size_t size) {
  if (size < kHugePageBytes || size > SIZE_MAX - kLargestPageBytes) return std::malloc(size);
  void* memory = nullptr;
  if (posix_memalign(&memory, kHugePageBytes, whole_pages(size)) != 0) return nullptr;
  // A wish: where it is not granted, the pages are small.
  (void)madvise(memory, whole_pages(size), MADV_HUGEPAGE);
  (void)madvise(memory, whole_pages(size), MADV_DONTFORK);
  return memory;
}

void release(void* memory, std::size_t size) {
  if (size >= kHugePageBytes) (void)madvise(memory, whole_pages(size), MADV_DOFORK);
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
  clear();
  release(data_, size_);
}

void Pages::clear() noexcept {
  if (data_ != nullptr && !is_clear_) wipe(data_, size_);
  is_clear_ = true;
}

}  // namespace aex
