#include "base/memory/own_heap.hpp"

#include <cstdint>
#include <functional>
#include <new>
#include <utility>

#include "base/memory/memory.hpp"
#include "base/pages.hpp"

namespace aex {
namespace {

/* Pages from the system, and at their begin themselves. */
struct alignas(std::max_align_t) Chunk {
  ZeroPages pages;
  std::size_t bytes;
  Chunk* next;
};

/* Before each block, which is in use or in the list of its size. */
struct alignas(std::max_align_t) Head {
  std::size_t size_class; /* kOwnChunk: alone in its chunk */
  Head* next;
};

constexpr std::size_t kSmallestBytes = 32; /* of a block with its head; each class doubles it */
constexpr std::size_t kClasses = 12;
constexpr std::size_t kOwnChunk = kClasses;
constexpr std::size_t kLargestBytes = kSmallestBytes << (kClasses - 1);
constexpr std::size_t kChunkBytes = std::size_t{256} << 10;

std::size_t class_of(std::size_t bytes) {
  std::size_t size_class = 0;
  while (kSmallestBytes << size_class < bytes) ++size_class;
  return size_class;
}

class OwnHeap {
 public:
  void* take(std::size_t bytes) {
    if (bytes > SIZE_MAX / 2) return nullptr;
    const std::size_t size = bytes + sizeof(Head);
    if (size > kLargestBytes) return alone(size);
    const std::size_t size_class = class_of(size);
    Head* block = free_[size_class];
    if (block != nullptr) {
      free_[size_class] = block->next;
    } else {
      block = cut(kSmallestBytes << size_class);
      if (block == nullptr) return nullptr;
    }
    block->size_class = size_class;
    return block + 1;
  }

  void release(void* memory) {
    Chunk** const link = link_to_chunk_of(memory);
    if (link == nullptr) return;
    Head* const block = static_cast<Head*>(memory) - 1;
    if (block->size_class == kOwnChunk) {
      Chunk* const chunk = *link;
      *link = chunk->next;
      const ZeroPages gone = std::move(chunk->pages);
    } else {
      block->next = free_[block->size_class];
      free_[block->size_class] = block;
    }
  }

 private:
  Chunk* map(std::size_t bytes) {
    const std::size_t whole = bytes + sizeof(Chunk);
    ZeroPages pages(whole);
    unsigned char* const begin = pages.data();
    if (begin == nullptr) return nullptr;
    chunks_ = new (begin) Chunk{std::move(pages), whole, chunks_};
    return chunks_;
  }

  void* alone(std::size_t bytes) {
    Chunk* const chunk = map(bytes);
    if (chunk == nullptr) return nullptr;
    Head* const block = new (chunk + 1) Head{kOwnChunk, nullptr};
    return block + 1;
  }

  /* Chunks grow with the heap, so that there are few to search. */
  Head* cut(std::size_t bytes) {
    if (left_ < bytes) {
      const std::size_t wanted = cut_ / 4 > kChunkBytes ? cut_ / 4 : kChunkBytes;
      Chunk* const chunk = map(wanted);
      if (chunk == nullptr) return nullptr;
      place_ = reinterpret_cast<unsigned char*>(chunk + 1);
      left_ = chunk->bytes - sizeof(Chunk);
      cut_ += left_;
    }
    unsigned char* const block = place_;
    place_ += bytes;
    left_ -= bytes;
    return new (block) Head{0, nullptr};
  }

  /* NULL for what was allocated before. */
  Chunk** link_to_chunk_of(const void* memory) {
    const std::less<const unsigned char*> before;
    const auto* const byte = static_cast<const unsigned char*>(memory);
    for (Chunk** link = &chunks_; *link != nullptr; link = &(*link)->next) {
      const auto* const first = reinterpret_cast<const unsigned char*>(*link);
      if (!before(byte, first) && before(byte, first + (*link)->bytes)) return link;
    }
    return nullptr;
  }

  Chunk* chunks_ = nullptr;
  Head* free_[kClasses] = {};
  unsigned char* place_ = nullptr;
  std::size_t left_ = 0;
  std::size_t cut_ = 0;
};

OwnHeap heap;

}  // namespace

void use_own_heap() noexcept {
  replace_memory_hooks({[](std::size_t bytes, void*) { return heap.take(bytes); },
                        [](void* memory, void*) { heap.release(memory); }, nullptr});
}

}  // namespace aex
