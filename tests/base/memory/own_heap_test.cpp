#include "base/memory/own_heap.hpp"

#ifdef __linux__
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

#include "base/memory/memory.hpp"

namespace aex {
namespace {

constexpr int kFine = 0, kNoMemory = 1, kNotAligned = 2, kOverlap = 3, kGrew = 4;

struct Block {
  unsigned char* memory;
  std::size_t bytes;
  unsigned char mark;

  bool is_whole() const {
    for (std::size_t i = 0; i < bytes; ++i) {
      if (memory[i] != mark) return false;
    }
    return true;
  }
};

/* Takes and releases blocks of all sizes; each keeps what was written to it. */
int churn(std::vector<Block>& blocks) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    Block& block = blocks[random() % blocks.size()];
    if (block.memory != nullptr && !block.is_whole()) return kOverlap;
    release_memory(block.memory);
    block.bytes = random() % (std::size_t{1} << random() % 19);
    block.mark = static_cast<unsigned char>(i);
    block.memory = static_cast<unsigned char*>(take_memory(block.bytes));
    if (block.memory == nullptr) return kNoMemory;
    if (reinterpret_cast<std::uintptr_t>(block.memory) % alignof(std::max_align_t) != 0) {
      return kNotAligned;
    }
    std::memset(block.memory, block.mark, block.bytes);
  }
  return kFine;
}

/* What is released is used again. */
int take_again() {
  for (const std::size_t bytes : {100u, 5'000u}) {
    void* const first = take_memory(bytes);
    release_memory(first);
    void* const second = take_memory(bytes);
    if (first != second) return kGrew;
    release_memory(second);
  }
  return kFine;
}

template <class Work>
int status_of_child(Work work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(OwnHeap, KeepsBlocksApart) {
  std::vector<Block> blocks(300, Block{nullptr, 0, 0});
  EXPECT_EQ(status_of_child([&] {
              use_own_heap();
              const int status = churn(blocks);
              return status == kFine ? take_again() : status;
            }),
            kFine);
}

TEST(OwnHeap, LeavesWhatIsNotItsOwn) {
  std::vector<unsigned char> before(100, 0xa5);
  EXPECT_EQ(status_of_child([&] {
              use_own_heap();
              release_memory(before.data());
              void* const after = take_memory(100);
              std::memset(after, 0, 100);
              return before[99] == 0xa5 ? kFine : kOverlap;
            }),
            kFine);
}

TEST(OwnHeap, SaysWhenThereIsNone) {
  EXPECT_EQ(status_of_child([] {
              use_own_heap();
              return take_memory(SIZE_MAX - 8) == nullptr && take_memory(SIZE_MAX / 4) == nullptr
                         ? kFine
                         : kOverlap;
            }),
            kFine);
}

/* As a copy of a process finds an allocator when another thread was in it. */
TEST(OwnHeap, DoesNotAskALockedAllocator) {
  const MemoryHooks locked = {[](std::size_t, void*) -> void* { ::_exit(kNoMemory); },
                              [](void*, void*) { ::_exit(kNoMemory); }, nullptr};
  EXPECT_EQ(status_of_child([&] {
              replace_memory_hooks(locked);
              use_own_heap();
              release_memory(take_memory(100));
              return kFine;
            }),
            kFine);
}

}  // namespace
}  // namespace aex
#endif
