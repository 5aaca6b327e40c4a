/* The library's own allocation functions. They are hidden in the shared library and local in the
 * static one: a program's stay what they are. With base/memory/own_strings.hpp the library holds
 * the code of std::string too, so that nothing that they give is released elsewhere. */
#include "base/memory/memory.hpp"
#include "capi/boundary.hpp"

namespace {

void* take_or_fail(std::size_t bytes) {
  for (;;) {
    void* const memory = aex::take_memory(bytes);
    if (memory != nullptr) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) aex::capi::fail_allocation();
    handler();
  }
}

}  // namespace

#pragma GCC visibility push(hidden)
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
#pragma GCC visibility pop
