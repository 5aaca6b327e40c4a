#include <algorithm>

#include "engine/process/guest_record.hpp"
#include "engine/process/kernel.hpp"

namespace aex::engine {
namespace {

constexpr std::uint64_t kStandardOutput = 1;
constexpr std::uint64_t kStandardError = 2;
constexpr std::uint64_t kMaxVectors = 1024;
constexpr std::uint64_t kMaxWrite = UINT64_C(0x7ffff000);

bool is_open(std::uint64_t descriptor) { return descriptor <= kStandardError; }

/* Standard input, output and error look like pipes. */
std::int64_t write_status(Memory& memory, std::uint64_t address) {
  GuestRecord<128> record;
  record.put64(8, 1);        /* st_ino */
  record.put32(16, 0010600); /* st_mode: a fifo */
  record.put32(20, 1);       /* st_nlink */
  record.put32(24, 1000);    /* st_uid */
  record.put32(28, 1000);    /* st_gid */
  record.put32(56, 4096);    /* st_blksize */
  return record.write(memory, address);
}

}  // namespace

std::int64_t Kernel::write_out(Memory& memory, std::uint64_t address, std::uint64_t size) {
  ByteView bytes;
  work_ += std::min(size, memory.size()) / 64;
  if (!memory.read(address, std::min(size, kMaxWrite), bytes)) return kBadAddress;
  const std::uint64_t room =
      max_stdout_bytes_ - std::min<std::uint64_t>(max_stdout_bytes_, output_.size());
  output_ +=
      bytes.slice(0, static_cast<std::size_t>(std::min<std::uint64_t>(room, bytes.size))).text();
  is_output_cut_ |= bytes.size > room;
  return static_cast<std::int64_t>(bytes.size);
}

std::int64_t Kernel::write(Call& call) {
  const Number descriptor = call.argument(0);
  if (descriptor != kStandardOutput && descriptor != kStandardError) return kBadDescriptor;
  return write_out(call.memory, call.argument(1), call.argument(2));
}

std::int64_t Kernel::writev(Call& call) {
  const Number descriptor = call.argument(0);
  if (descriptor != kStandardOutput && descriptor != kStandardError) return kBadDescriptor;
  if (call.argument(2) > kMaxVectors) return kInvalidArgument;
  const MemoryView view = call.memory.view();
  std::int64_t total = 0;
  for (Number i = 0; i < call.argument(2); ++i) {
    std::uint64_t address, size;
    const std::uint64_t vector = call.argument(1) + 16 * i;
    if (!view.load(vector, address) || !view.load(vector + 8, size)) return kBadAddress;
    const std::int64_t written = write_out(call.memory, address, size);
    if (written < 0) return total > 0 ? total : written;
    total += written;
  }
  return total;
}

std::int64_t Kernel::read(Call& call) { return is_open(call.argument(0)) ? 0 : kBadDescriptor; }
std::int64_t Kernel::close(Call& call) { return is_open(call.argument(0)) ? 0 : kBadDescriptor; }

std::int64_t Kernel::lseek(Call& call) {
  return is_open(call.argument(0)) ? kIsAPipe : kBadDescriptor;
}

std::int64_t Kernel::ioctl(Call& call) {
  return is_open(call.argument(0)) ? kNotATerminal : kBadDescriptor;
}

std::int64_t Kernel::fcntl(Call& call) {
  constexpr Number kGetFlags = 3;
  constexpr std::int64_t kReadWrite = 2;
  if (!is_open(call.argument(0))) return kBadDescriptor;
  return call.argument(1) == kGetFlags ? kReadWrite : 0;
}

std::int64_t Kernel::fstat(Call& call) {
  return is_open(call.argument(0)) ? write_status(call.memory, call.argument(1)) : kBadDescriptor;
}

/* With an empty path it is fstat; there is no file under any other. */
std::int64_t Kernel::newfstatat(Call& call) {
  std::uint8_t first;
  if (!call.memory.view().load(call.argument(1), first)) return kBadAddress;
  if (first != 0) return kNoEntry;
  return is_open(call.argument(0)) ? write_status(call.memory, call.argument(2)) : kBadDescriptor;
}

std::int64_t Kernel::find_no_file(Call&) { return kNoEntry; }
std::int64_t Kernel::refuse_descriptor(Call&) { return kBadDescriptor; }

std::int64_t Kernel::getcwd(Call& call) {
  if (call.argument(1) < 2) return kOutOfRange;
  GuestRecord<2> record;
  record.put_text(0, "/");
  return record.write(call.memory, call.argument(0)) == 0 ? 2 : kBadAddress;
}

}  // namespace aex::engine
