#include "base/memory/memory.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>

namespace aex {
namespace {

/* The test's process takes no memory of the library's otherwise: the hooks are installed here,
 * first, and stay. */
struct Host {
  bool is_out = false;
  int live = 0;
};

void* allocate(std::size_t bytes, void* payload) {
  auto* host = static_cast<Host*>(payload);
  if (host->is_out) return nullptr;
  ++host->live;
  return std::malloc(bytes);
}

void release(void* memory, void* payload) {
  --static_cast<Host*>(payload)->live;
  std::free(memory);
}

TEST(Memory, ComesFromTheHostThenFromTheReserve) {
  static Host host;
  ASSERT_TRUE(set_memory_hooks({&allocate, &release, &host}));
  void* const block = take_memory(100);
  EXPECT_EQ(host.live, 1);
  EXPECT_FALSE(set_memory_hooks({&allocate, &release, &host})) << "two allocators must not mix";
  release_memory(block);
  release_memory(nullptr);
  EXPECT_EQ(host.live, 0);

  host.is_out = true;
  const Cleanup cleanup;
  void* const first = take_memory(1);
  void* const second = take_memory(kReserveBytes / 2);
  ASSERT_NE(first, nullptr);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(second) % alignof(std::max_align_t), 0u);
  EXPECT_EQ(take_memory(kReserveBytes / 2), nullptr);
  EXPECT_EQ(take_memory(SIZE_MAX), nullptr);
  release_memory(first);
  release_memory(second);
  void* const whole = take_memory(kReserveBytes);
  EXPECT_NE(whole, nullptr) << "the reserve starts anew";
  release_memory(whole);
}

}  // namespace
}  // namespace aex
