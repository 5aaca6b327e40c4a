/** Where the memory of the C library's objects comes from: malloc, or functions of the host. */
#pragma once

#include <cstddef>

namespace aex {

struct MemoryHooks {
  void* (*allocate)(std::size_t bytes, void* payload);
  void (*release)(void* memory, void* payload);
  void* payload;
};

/** Takes the hooks, unless memory was taken already: two allocators must not mix. */
bool set_memory_hooks(const MemoryHooks& hooks) noexcept;
/** Whatever was taken: whoever gives them knows what to do with it. */
void replace_memory_hooks(const MemoryHooks& hooks) noexcept;

/** Memory for any type; NULL when there is none. After the last byte follows a reserve of
 *  kReserveBytes: for a Cleanup, and, in a build without exceptions, which cannot leave a
 *  constructor, for all. */
void* take_memory(std::size_t bytes) noexcept;
/** Takes NULL. */
void release_memory(void* memory) noexcept;

/** The reserve is in use: whoever can fail has to fail now. Never in a build with exceptions. */
bool is_memory_short() noexcept;

/** While one lives, memory may come from the reserve: for destructors that cannot fail. */
class Cleanup {
 public:
  Cleanup() noexcept;
  Cleanup(const Cleanup&) = delete;
  Cleanup& operator=(const Cleanup&) = delete;
  ~Cleanup();
};

constexpr std::size_t kReserveBytes = std::size_t{1} << 20;

}  // namespace aex
