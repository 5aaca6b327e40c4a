#include "engine/process/loader.hpp"

#include <algorithm>

#include "base/endian.hpp"
#include "engine/isa/decode.hpp"

namespace aex::engine {
namespace {

constexpr std::uint64_t kStackBytes = UINT64_C(8) << 20;
constexpr std::uint64_t kGuardBytes = UINT64_C(1) << 20;
constexpr std::uint64_t kLeastHeapBytes = UINT64_C(4) << 20;
/* Where a program goes that may stand anywhere. */
constexpr std::uint64_t kFreeBase = 0x10000;

struct Span {
  std::uint64_t begin = UINT64_MAX;
  std::uint64_t end = 0;
};

Span span_of(const std::vector<elf::Segment>& segments) {
  Span span;
  for (const elf::Segment& segment : segments) {
    if (segment.type != elf::kSegmentLoad || segment.memory_bytes == 0) continue;
    span.begin = std::min(span.begin, segment.address);
    span.end = std::max(span.end, segment.address + segment.memory_bytes);
  }
  return span;
}

unsigned rights_of(const elf::Segment& segment) {
  unsigned rights = kPageMapped;
  if ((segment.flags & elf::kReadable) != 0) rights |= kPageRead;
  if ((segment.flags & elf::kWritable) != 0) rights |= kPageRead | kPageWrite;
  if ((segment.flags & elf::kExecutable) != 0) rights |= kPageRead | kPageExecute;
  return rights;
}

/* Where the linker placed initial values that start-up code copies to where they are used. A place
 * that belongs to another segment is left to that one. */
bool has_load_address(const elf::Segment& segment, const std::vector<elf::Segment>& all) {
  const std::uint64_t begin = segment.physical_address;
  if (segment.file_bytes == 0 || begin == segment.address) return false;
  return std::none_of(all.begin(), all.end(), [&](const elf::Segment& other) {
    return other.type == elf::kSegmentLoad && begin < other.address + other.memory_bytes &&
           other.address < begin + segment.file_bytes;
  });
}

Status load_initial_values(elf::File& file, const std::vector<elf::Segment>& segments,
                           Memory& memory, Hart& hart) {
  for (const elf::Segment& segment : segments) {
    if (segment.type != elf::kSegmentLoad || !has_load_address(segment, segments)) continue;
    if (!memory.holds(segment.physical_address, segment.file_bytes)) continue;
    memory.add_rights(segment.physical_address, segment.file_bytes, kPageMapped | kPageRead);
    AEX_CHECK(file.read_into(segment.offset, memory.host(segment.physical_address),
                             static_cast<std::size_t>(segment.file_bytes)));
    hart.is_bare_metal = true;
  }
  return {};
}

/* An operating system hands a program its stack; start-up code for bare metal makes its own. */
bool makes_own_stack(const Memory& memory, std::uint64_t pc) {
  constexpr int kLookedAt = 32;
  constexpr std::uint8_t kStackPointer = 2;
  for (int i = 0; i < kLookedAt && memory.allows(pc, 4, kPageExecute); ++i) {
    const Instruction instruction = decode(pc, load_le<std::uint32_t>(memory.host(pc))).instruction;
    const bool is_address = instruction.op == Op::lui || instruction.op == Op::auipc;
    if (is_address && instruction.rd == kStackPointer) return true;
    if (ends_block(instruction.op)) return false;
    pc += instruction.size;
  }
  return false;
}

Status load_segments(elf::File& file, const std::vector<elf::Segment>& segments, std::uint64_t bias,
                     Memory& memory) {
  for (const elf::Segment& segment : segments) {
    if (segment.type != elf::kSegmentLoad || segment.memory_bytes == 0) continue;
    const std::uint64_t address = segment.address + bias;
    memory.add_rights(address, segment.memory_bytes, rights_of(segment));
    AEX_CHECK(file.read_into(segment.offset, memory.host(address),
                             static_cast<std::size_t>(segment.file_bytes)));
  }
  return {};
}

/* Where the program headers ended up, for the program to find its thread-local data. */
std::uint64_t headers_address(const elf::Workload& workload, std::uint64_t bias) {
  for (const elf::Segment& segment : workload.segments) {
    if (segment.type == elf::kSegmentProgramHeaders) return segment.address + bias;
  }
  const std::uint64_t offset = workload.header.program_offset;
  for (const elf::Segment& segment : workload.segments) {
    if (segment.type == elf::kSegmentLoad && offset >= segment.offset &&
        offset - segment.offset < segment.file_bytes) {
      return segment.address + (offset - segment.offset) + bias;
    }
  }
  return 0;
}

GuestLayout lay_out(const Memory& memory, std::uint64_t program_end) {
  GuestLayout layout;
  layout.heap_begin = page_ceiling(program_end);
  layout.stack_end = memory.end();
  layout.stack_begin = layout.stack_end - kStackBytes;
  layout.map_end = layout.stack_begin - kGuardBytes;
  return layout;
}

}  // namespace

Result<LoadedProgram> load_program(elf::File& file, const elf::Workload& workload,
                                   const std::string& name, std::uint64_t max_guest_bytes) {
  constexpr std::uint64_t kExtra = kStackBytes + kGuardBytes + kLeastHeapBytes + kPageBytes;
  const Span span = span_of(workload.segments);
  const std::uint64_t bias =
      workload.header.type == elf::kTypeShared && span.begin < kFreeBase ? kFreeBase : 0;
  const std::uint64_t base = page_floor(span.begin) + bias;
  const std::uint64_t needed = span.end - page_floor(span.begin);
  if (needed > max_guest_bytes || max_guest_bytes - needed < kExtra ||
      base > UINT64_MAX - max_guest_bytes) {
    return Error(Code::guest_too_large, file.path() + " needs " + std::to_string(needed) +
                                            " bytes and a stack; " +
                                            std::to_string(max_guest_bytes) + " are allowed");
  }
  AEX_TRY(Memory memory, Memory::create(base, needed + kExtra, max_guest_bytes));
  AEX_CHECK(load_segments(file, workload.segments, bias, memory));
  const GuestLayout layout = lay_out(memory, span.end + bias);
  memory.set_rights(layout.stack_begin, kStackBytes, kPageMapped | kPageRead | kPageWrite);
  LoadedProgram program{std::move(memory), layout, Hart()};
  program.hart.pc = workload.header.entry + bias;
  const StartData start{name, program.hart.pc, headers_address(workload, bias),
                        workload.header.program_count};
  if (workload.header.type == elf::kTypeExecutable) {
    AEX_CHECK(load_initial_values(file, workload.segments, program.memory, program.hart));
    program.hart.is_bare_metal |= makes_own_stack(program.memory, program.hart.pc);
  }
  program.hart.x[2] = write_start_stack(program.memory, layout.stack_end, start);
  return program;
}

}  // namespace aex::engine
