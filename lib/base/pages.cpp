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
void* allocate(std::size_t size) {
  if (size < kHugePageBytes) return std::malloc(size);
  void* memory = nullptr;
  if (posix_memalign(&memory, kHugePageBytes, size) != 0) return nullptr;
  // A wish: where it is not granted, the pages are small.
  (void)madvise(memory, size, MADV_HUGEPAGE);
  return memory;
}
#else
void* allocate(std::size_t size) { return std::malloc(size); }
#endif

}  // namespace

Pages::Pages(std::size_t size) : size_(size), data_(allocate(size)) {}

Pages::~Pages() {
  if (data_ != nullptr) wipe(data_, size_);
  std::free(data_);
}

}  // namespace aex
