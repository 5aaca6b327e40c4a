/* The allocation functions of the library, and of the command. In the library they are hidden: a
 * program's stay what they are. With base/memory/own_strings.hpp it holds the code of std::string
 * too, so that nothing that they give is released elsewhere. */
#include <new>

#include "base/memory/memory.hpp"

namespace {

[[noreturn]] void fail() {
#if defined(__cpp_exceptions)
  throw std::bad_alloc();
#else
  __builtin_trap();
#endif
}

void* take_or_fail(std::size_t bytes) {
  for (;;) {
    void* const memory = aex::take_memory(bytes);
    if (memory != nullptr) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) fail();
    handler();
  }
}

}  // namespace

#ifndef AEX_WHOLE_PROGRAM
#pragma GCC visibility push(hidden)
#endif
void* operator new(std::size_t bytes) { return take_or_fail(bytes); }
void* operator new[](std::size_t bytes) { return take_or_fail(bytes); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  return aex::take_memory(bytes);
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
  return aex::take_memory(bytes);
}
void operator delete(void* memory) noexcept { aex::release_memory(memory); }
void operator delete[](void* memory) noexcept { aex::release_memory(memory); }
void operator delete(void* memory, std::size_t) noexcept { aex::release_memory(memory); }
void operator delete[](void* memory, std::size_t) noexcept { aex::release_memory(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { aex::release_memory(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  aex::release_memory(memory);
}
#ifndef AEX_WHOLE_PROGRAM
#pragma GCC visibility pop
#endif
