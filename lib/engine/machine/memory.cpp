#include "engine/machine/memory.hpp"

#include <algorithm>

namespace aex::engine {

Result<Memory> Memory::create(std::uint64_t base, std::uint64_t min_bytes,
                              std::uint64_t max_bytes) {
  min_bytes = page_ceiling(std::max(min_bytes, kPageBytes));
  const std::uint64_t addressable = std::min<std::uint64_t>(SIZE_MAX / 2, UINT64_MAX - base);
  std::uint64_t size = page_floor(std::min(std::max(min_bytes, max_bytes), addressable));
  while (size >= min_bytes) {
    ZeroPages bytes(static_cast<std::size_t>(size));
    ZeroPages rights(static_cast<std::size_t>(size / kPageBytes));
    if (bytes.data() != nullptr && rights.data() != nullptr) {
      return Memory(std::move(bytes), std::move(rights), base, size);
    }
    if (size == min_bytes) break;
    size = std::max(page_floor(size / 2), min_bytes);
  }
  return Error(Code::no_memory, std::to_string(min_bytes) + " bytes of guest memory");
}

bool Memory::holds(std::uint64_t address, std::uint64_t size) const {
  const std::uint64_t offset = address - base_;
  return offset <= size_ && size <= size_ - offset;
}

namespace {

struct PageRange {
  std::size_t first;
  std::size_t last; /* one past */
};

PageRange pages_of(std::uint64_t offset, std::uint64_t size) {
  if (size == 0) return {0, 0};
  return {static_cast<std::size_t>(offset / kPageBytes),
          static_cast<std::size_t>((offset + size - 1) / kPageBytes + 1)};
}

}  // namespace

bool Memory::allows(std::uint64_t address, std::uint64_t size, unsigned rights) const {
  if (size == 0) return true;
  if (!holds(address, size)) return false;
  const PageRange pages = pages_of(address - base_, size);
  return std::all_of(rights_.data() + pages.first, rights_.data() + pages.last,
                     [&](std::uint8_t page) { return (page & rights) == rights; });
}

void Memory::set_rights(std::uint64_t address, std::uint64_t size, unsigned rights) {
  const PageRange pages = pages_of(address - base_, size);
  for (std::size_t page = pages.first; page < pages.last; ++page) {
    rights_.data()[page] = static_cast<std::uint8_t>(rights);
  }
}

void Memory::add_rights(std::uint64_t address, std::uint64_t size, unsigned rights) {
  const PageRange pages = pages_of(address - base_, size);
  for (std::size_t page = pages.first; page < pages.last; ++page) {
    rights_.data()[page] = static_cast<std::uint8_t>(rights_.data()[page] | rights);
  }
}

void Memory::add_missing_pages() {
  constexpr std::uint8_t kPlain = kPageMapped | kPageRead | kPageWrite;
  std::replace(rights_.data(), rights_.data() + size_ / kPageBytes, std::uint8_t{0}, kPlain);
}

bool Memory::is_free(std::uint64_t address, std::uint64_t size) const {
  if (!holds(address, size)) return false;
  const PageRange pages = pages_of(address - base_, size);
  for (std::size_t page = pages.first; page < pages.last; ++page) {
    if (rights_.data()[page] != 0) return false;
  }
  return true;
}

bool Memory::has_writable_code() const {
  constexpr unsigned kBoth = kPageWrite | kPageExecute;
  return std::any_of(rights_.data(), rights_.data() + size_ / kPageBytes,
                     [](std::uint8_t page) { return (page & kBoth) == kBoth; });
}

void Memory::clear(std::uint64_t address, std::uint64_t size) {
  std::memset(host(address), 0, static_cast<std::size_t>(size));
}

bool Memory::read(std::uint64_t address, std::uint64_t size, ByteView& bytes) const {
  if (!allows(address, size, kPageRead)) return false;
  bytes = size == 0 ? ByteView() : ByteView(host(address), static_cast<std::size_t>(size));
  return true;
}

bool Memory::write(std::uint64_t address, ByteView bytes) {
  if (!allows(address, bytes.size, kPageWrite)) return false;
  if (!bytes.empty()) std::memcpy(host(address), bytes.data, bytes.size);
  return true;
}

}  // namespace aex::engine
