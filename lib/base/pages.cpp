#include "base/pages.hpp"

#include <cstdlib>
#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
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
  wipe(data_, size_);
  release(data_, size_);
}

#if defined(__linux__)
namespace {

std::size_t guard_bytes() { return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

/* With a page before them and one behind. */
std::size_t guarded(std::size_t size) {
  const std::size_t page = guard_bytes();
  return (size + page - 1) / page * page + 2 * page;
}

}  // namespace

ZeroPages::ZeroPages(std::size_t size) : size_(size), data_(nullptr) {
  if (size > SIZE_MAX / 2) return;
  constexpr int kKind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void* const pages = ::mmap(nullptr, guarded(size), PROT_NONE, kKind, -1, 0);
  if (pages == MAP_FAILED) return;
  data_ = static_cast<std::uint8_t*>(pages) + guard_bytes();
  if (::mprotect(data_, guarded(size) - 2 * guard_bytes(), PROT_READ | PROT_WRITE) != 0) release();
}

void ZeroPages::release() noexcept {
  if (data_ != nullptr) ::munmap(data_ - guard_bytes(), guarded(size_));
  data_ = nullptr;
}
#else
ZeroPages::ZeroPages(std::size_t size)
    : size_(size), data_(static_cast<std::uint8_t*>(std::calloc(size, 1))) {}

void ZeroPages::release() noexcept { std::free(data_); }
#endif

}  // namespace aex
