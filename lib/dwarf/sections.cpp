#include "dwarf/sections.hpp"

#include <algorithm>

namespace aex::dwarf {

Status MemorySection::read(std::uint64_t offset, std::uint8_t* out, std::size_t size) {
  if (offset > bytes_.size || size > bytes_.size - offset) {
    return Error(Code::internal, title_ + " was read beyond its end");
  }
  std::copy_n(bytes_.data + offset, size, out);
  return {};
}

}  // namespace aex::dwarf
