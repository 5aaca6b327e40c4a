#include <algorithm>
#include <cstring>

#include "engine/process/guest_record.hpp"
#include "engine/process/kernel.hpp"

namespace aex::engine {
namespace {

/* Of PROT_READ, PROT_WRITE and PROT_EXEC. */
unsigned rights_of(std::uint64_t protection) {
  unsigned rights = kPageMapped;
  if ((protection & 1) != 0) rights |= kPageRead;
  if ((protection & 2) != 0) rights |= kPageRead | kPageWrite;
  if ((protection & 4) != 0) rights |= kPageRead | kPageExecute;
  return rights;
}

bool is_page(std::uint64_t address) { return address % kPageBytes == 0; }

/* Of a page. */
unsigned rights_at(const Memory& memory, std::uint64_t page) {
  unsigned rights = 0;
  for (const unsigned right : {kPageRead, kPageWrite, kPageExecute, kPageMapped}) {
    if (memory.allows(page, kPageBytes, right)) rights |= right;
  }
  return rights;
}

constexpr std::uint64_t kMapFixed = 0x10;
constexpr std::uint64_t kMapAnonymous = 0x20;

}  // namespace

/* Gives fresh pages. */
void Kernel::map(Memory& memory, std::uint64_t address, std::uint64_t size, unsigned rights) {
  memory.set_rights(address, size, rights);
  memory.clear(address, size);
  work_ += size;
  has_code_changed_ |= (rights & kPageExecute) != 0;
}

std::int64_t Kernel::move_break(Memory& memory, std::uint64_t wanted) {
  if (wanted < layout_.heap_begin || wanted > map_begin_) return static_cast<std::int64_t>(break_);
  const std::uint64_t old_end = page_ceiling(break_);
  const std::uint64_t new_end = page_ceiling(wanted);
  if (new_end > old_end) {
    if (!memory.is_free(old_end, new_end - old_end)) return static_cast<std::int64_t>(break_);
    map(memory, old_end, new_end - old_end, kPageMapped | kPageRead | kPageWrite);
  } else if (new_end < old_end) {
    memory.set_rights(new_end, old_end - new_end, 0);
  }
  break_ = wanted;
  return static_cast<std::int64_t>(break_);
}

std::int64_t Kernel::brk(Call& call) { return move_break(call.memory, call.argument(0)); }

/* Below the lowest mapping, or else in the highest gap. 0 if there is none. */
std::uint64_t Kernel::find_room(const Memory& memory, std::uint64_t size) {
  const std::uint64_t heap_end = page_ceiling(break_);
  if (size > layout_.map_end - heap_end) return 0;
  if (map_begin_ - heap_end >= size && memory.is_free(map_begin_ - size, size)) {
    return map_begin_ - size;
  }
  work_ += layout_.map_end - heap_end;
  std::uint64_t room = 0;
  for (std::uint64_t page = layout_.map_end; page > heap_end;) {
    page -= kPageBytes;
    room = memory.is_free(page, kPageBytes) ? room + kPageBytes : 0;
    if (room >= size) return page;
  }
  return 0;
}

std::int64_t Kernel::mmap(Call& call) {
  Memory& memory = call.memory;
  const Number hint = call.argument(0);
  const Number flags = call.argument(3);
  if (call.argument(1) == 0) return kInvalidArgument;
  if ((flags & kMapAnonymous) == 0) return kBadDescriptor;
  if (call.argument(1) > memory.size()) return kOutOfMemory;
  const std::uint64_t size = page_ceiling(call.argument(1));
  std::uint64_t address = 0;
  if ((flags & kMapFixed) != 0) {
    if (!is_page(hint)) return kInvalidArgument;
    if (!memory.holds(hint, size) || hint + size > layout_.map_end) return kOutOfMemory;
    has_code_changed_ = true;
    address = hint;
  } else {
    address = find_room(memory, size);
  }
  if (address == 0) return kOutOfMemory;
  if (address >= page_ceiling(break_)) map_begin_ = std::min(map_begin_, address);
  map(memory, address, size, rights_of(call.argument(2)));
  return static_cast<std::int64_t>(address);
}

std::int64_t Kernel::munmap(Call& call) {
  const Number address = call.argument(0);
  if (!is_page(address) || call.argument(1) == 0) return kInvalidArgument;
  if (!call.memory.holds(address, call.argument(1))) return kInvalidArgument;
  call.memory.set_rights(address, call.argument(1), 0);
  has_code_changed_ = true;
  return 0;
}

/* Moves a mapping to where there is room for `size`. 0 if there is none. */
std::uint64_t Kernel::move_mapping(Memory& memory, std::uint64_t from, std::uint64_t old_size,
                                   std::uint64_t size) {
  const std::uint64_t to = find_room(memory, size);
  if (to == 0) return 0;
  map_begin_ = std::min(map_begin_, to);
  map(memory, to, size, rights_at(memory, from));
  std::memcpy(memory.host(to), memory.host(from), static_cast<std::size_t>(old_size));
  memory.set_rights(from, old_size, 0);
  work_ += old_size;
  has_code_changed_ = true;
  return to;
}

std::int64_t Kernel::mremap(Call& call) {
  constexpr Number kMayMove = 1;
  Memory& memory = call.memory;
  const Number address = call.argument(0);
  const Number flags = call.argument(3);
  if (!is_page(address) || (flags & ~kMayMove) != 0) return kInvalidArgument;
  if (call.argument(1) == 0 || call.argument(2) == 0) return kInvalidArgument;
  if (call.argument(1) > memory.size()) return kBadAddress;
  if (call.argument(2) > memory.size()) return kOutOfMemory;
  const std::uint64_t old_size = page_ceiling(call.argument(1));
  const std::uint64_t size = page_ceiling(call.argument(2));
  if (!memory.allows(address, old_size, kPageMapped)) return kBadAddress;
  if (size <= old_size) {
    memory.set_rights(address + size, old_size - size, 0);
    has_code_changed_ |= size < old_size;
    return static_cast<std::int64_t>(address);
  }
  const std::uint64_t more = size - old_size;
  const std::uint64_t end = address + old_size;
  if (end <= layout_.map_end && more <= layout_.map_end - end && memory.is_free(end, more)) {
    map(memory, end, more, rights_at(memory, address));
    return static_cast<std::int64_t>(address);
  }
  const std::uint64_t moved =
      (flags & kMayMove) != 0 ? move_mapping(memory, address, old_size, size) : 0;
  return moved != 0 ? static_cast<std::int64_t>(moved) : kOutOfMemory;
}

std::int64_t Kernel::mprotect(Call& call) {
  const Number address = call.argument(0);
  const Number size = call.argument(1);
  if (!is_page(address)) return kInvalidArgument;
  if (size == 0) return 0;
  if (!call.memory.allows(address, size, kPageMapped)) return kOutOfMemory;
  call.memory.set_rights(address, size, rights_of(call.argument(2)));
  work_ += size / kPageBytes;
  has_code_changed_ = true;
  return 0;
}

/* Only what changes what the guest sees has an effect. The pages of the program's file would get
 * the file's content again, and keep what they have. */
std::int64_t Kernel::madvise(Call& call) {
  constexpr Number kDontNeed = 4;
  Memory& memory = call.memory;
  const Number address = call.argument(0);
  if (!is_page(address) || call.argument(1) > UINT64_MAX - kPageBytes) return kInvalidArgument;
  const std::uint64_t size = page_ceiling(call.argument(1));
  if (size == 0) return 0;
  if (!memory.allows(address, size, kPageMapped)) return kOutOfMemory;
  if (call.argument(2) != kDontNeed || address < page_ceiling(layout_.heap_begin)) return 0;
  for (std::uint64_t page = address; page != address + size; page += kPageBytes) {
    has_code_changed_ |= memory.allows(page, kPageBytes, kPageExecute);
  }
  memory.clear(address, size);
  work_ += size;
  return 0;
}

std::int64_t Kernel::flush_icache(Call&) {
  has_code_changed_ = true;
  return 0;
}

std::int64_t Kernel::getrlimit(Call& call) {
  constexpr Number kStackLimit = 3;
  GuestRecord<16> record;
  const std::uint64_t stack = layout_.stack_end - layout_.stack_begin;
  record.put64(0, call.argument(0) == kStackLimit ? stack : UINT64_MAX);
  record.put64(8, UINT64_MAX);
  return record.write(call.memory, call.argument(1));
}

/* Asking is answered; setting is accepted and has no effect. */
std::int64_t Kernel::prlimit64(Call& call) {
  if (call.argument(3) == 0) return 0;
  constexpr Number kStackLimit = 3;
  GuestRecord<16> record;
  const std::uint64_t stack = layout_.stack_end - layout_.stack_begin;
  record.put64(0, call.argument(1) == kStackLimit ? stack : UINT64_MAX);
  record.put64(8, UINT64_MAX);
  return record.write(call.memory, call.argument(3));
}

}  // namespace aex::engine
