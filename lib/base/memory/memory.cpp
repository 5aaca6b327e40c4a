#include "base/memory/memory.hpp"

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <functional>

namespace aex {
namespace {

std::atomic<bool> is_in_use{false};
MemoryHooks host = {nullptr, nullptr, nullptr};

#if defined(__cpp_exceptions)
constexpr bool kCanThrow = true;
#else
constexpr bool kCanThrow = false;
#endif
std::atomic<std::uint32_t> cleanups{0};

/* What is left of the reserve is handed out from its front; it starts anew when all is back. */
class Reserve {
 public:
  void* take(std::size_t bytes) {
    if (bytes > kReserveBytes) return nullptr;
    const Turn turn(lock_);
    const std::size_t begin = used_;
    const std::size_t size = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (size > kReserveBytes - begin) return nullptr;
    used_ = begin + size;
    ++blocks_;
    return bytes_ + begin;
  }
  void release() {
    const Turn turn(lock_);
    if (--blocks_ == 0) used_ = 0;
  }
  bool owns(const void* memory) const {
    const auto* byte = static_cast<const unsigned char*>(memory);
    return !std::less<>()(byte, bytes_) && std::less<>()(byte, bytes_ + kReserveBytes);
  }
  bool is_used() const { return blocks_.load(std::memory_order_relaxed) != 0; }

 private:
  static constexpr std::size_t kAlignment = alignof(std::max_align_t);
  struct Turn {
    explicit Turn(std::atomic_flag& flag) : held(flag) {
      while (held.test_and_set(std::memory_order_acquire)) {
      }
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() { held.clear(std::memory_order_release); }
    std::atomic_flag& held;
  };

  alignas(kAlignment) unsigned char bytes_[kReserveBytes] = {};
  std::size_t used_ = 0;
  std::atomic<std::uint32_t> blocks_{0};
  std::atomic_flag lock_ = ATOMIC_FLAG_INIT;
};

Reserve reserve;

}  // namespace

bool set_memory_hooks(const MemoryHooks& hooks) noexcept {
  if (is_in_use.load(std::memory_order_relaxed)) return false;
  host = hooks;
  return true;
}

void replace_memory_hooks(const MemoryHooks& hooks) noexcept { host = hooks; }

void* take_memory(std::size_t bytes) noexcept {
  is_in_use.store(true, std::memory_order_relaxed);
  const std::size_t size = bytes == 0 ? 1 : bytes;
  void* memory = host.allocate == nullptr ? std::malloc(size) : host.allocate(size, host.payload);
  const bool may_take = !kCanThrow || cleanups.load(std::memory_order_relaxed) != 0;
  if (memory == nullptr && may_take) memory = reserve.take(size);
  return memory;
}

void release_memory(void* memory) noexcept {
  if (memory == nullptr) return;
  if (reserve.owns(memory)) return reserve.release();
  if (host.release == nullptr) return std::free(memory);
  host.release(memory, host.payload);
}

bool is_memory_short() noexcept {
  return !kCanThrow && cleanups.load(std::memory_order_relaxed) == 0 && reserve.is_used();
}

Cleanup::Cleanup() noexcept { cleanups.fetch_add(1, std::memory_order_relaxed); }
Cleanup::~Cleanup() { cleanups.fetch_sub(1, std::memory_order_relaxed); }

}  // namespace aex
