#include "elf/workload.hpp"

#include "elf/fields.hpp"

namespace aex::elf {
namespace {

constexpr std::uint64_t kMaxDynamicBytes = 64 * 1024;
constexpr std::uint64_t kNeededTag = 1;
constexpr std::uint64_t kFlags1Tag = 0x6ffffffb;
constexpr std::uint64_t kFlags1Pie = 0x08000000;

Status check_machine(const File& file, int xlen) {
  const Header& header = file.header();
  if (header.machine != kMachineRiscv || header.is_big_endian) {
    return file.error(Code::elf_wrong_machine,
                      {"is for ELF machine ", decimal(header.machine),
                       header.is_big_endian ? ", big-endian" : ", little-endian"});
  }
  if (xlen != 0 && header.xlen != xlen) {
    return file.error(Code::elf_wrong_class,
                      {"has ", decimal(header.xlen), " bits where the core has ", decimal(xlen)});
  }
  return {};
}

Status check_type(const File& file) {
  switch (file.header().type) {
    case kTypeExecutable:
    case kTypeShared: return {};
    case kTypeRelocatable: return file.error(Code::elf_not_executable, "is an object file");
    case kTypeCore: return file.error(Code::elf_not_executable, "is a core dump");
    default: return file.error(Code::elf_not_executable, "has no type of an executable");
  }
}

Status check_loadable(const File& file, const Segment& segment, std::uint64_t file_bytes,
                      std::uint64_t address_limit) {
  if (segment.offset > file_bytes || segment.file_bytes > file_bytes - segment.offset) {
    return file.error(Code::elf_truncated, "ends inside a loadable segment");
  }
  if (segment.file_bytes > segment.memory_bytes) {
    return file.error(Code::elf_malformed, "has a segment with more bytes than memory");
  }
  if (segment.address > address_limit || segment.memory_bytes > address_limit - segment.address) {
    return file.error(Code::elf_malformed, "has a segment beyond the address space");
  }
  return {};
}

bool holds(const Segment& segment, std::uint64_t address) {
  return segment.type == kSegmentLoad && address >= segment.address &&
         address - segment.address < segment.memory_bytes;
}

Status check_segments(const File& file, const std::vector<Segment>& segments,
                      std::uint64_t file_bytes) {
  const std::uint64_t address_limit = file.header().xlen == 64 ? UINT64_MAX : UINT32_MAX;
  bool is_entry_loaded = false;
  std::uint64_t loadable_bytes = 0;
  for (const Segment& segment : segments) {
    if (segment.type == kSegmentInterpreter) {
      return file.error(Code::elf_not_executable, "is dynamically linked");
    }
    if (segment.type != kSegmentLoad) continue;
    AEX_CHECK(check_loadable(file, segment, file_bytes, address_limit));
    loadable_bytes |= segment.memory_bytes;
    if ((segment.flags & kExecutable) != 0) is_entry_loaded |= holds(segment, file.header().entry);
  }
  if (loadable_bytes == 0) return file.error(Code::elf_not_executable, "has nothing to load");
  if (!is_entry_loaded) {
    return file.error(Code::elf_malformed, "has its entry point outside its code");
  }
  return {};
}

/* A library has the same file type as a position-independent program, which the linker marks. */
Status check_dynamic(File& file, const Segment& dynamic) {
  if (dynamic.file_bytes > kMaxDynamicBytes) {
    return file.error(Code::elf_malformed, "has an oversized dynamic section");
  }
  const bool is_64 = file.header().xlen == 64;
  const std::size_t entry_bytes = is_64 ? 16 : 8;
  AEX_TRY(const Bytes& bytes, file.read(dynamic.offset, dynamic.file_bytes));
  bool is_pie = false;
  for (std::size_t at = 0; at + entry_bytes <= bytes.size(); at += entry_bytes) {
    Fields fields(ByteView(bytes).slice(at, entry_bytes), is_64, file.header().is_big_endian);
    const std::uint64_t tag = fields.native();
    const std::uint64_t value = fields.native();
    if (tag == 0) break;
    if (tag == kNeededTag) return file.error(Code::elf_not_executable, "needs shared libraries");
    if (tag == kFlags1Tag) is_pie = (value & kFlags1Pie) != 0;
  }
  if (file.header().type == kTypeShared && !is_pie) {
    return file.error(Code::elf_not_executable, "is a shared library");
  }
  return {};
}

}  // namespace

Result<Workload> check_workload(os::ReadFile& file, const std::string& path, int xlen) {
  AEX_TRY(File elf, File::open(file, path));
  AEX_CHECK(check_machine(elf, xlen));
  AEX_CHECK(check_type(elf));
  Workload workload;
  AEX_TRY(workload.segments, elf.segments());
  AEX_CHECK(check_segments(elf, workload.segments, file.size()));
  bool has_dynamic = false;
  for (const Segment& segment : workload.segments) {
    if (segment.type != kSegmentDynamic) continue;
    has_dynamic = true;
    AEX_CHECK(check_dynamic(elf, segment));
  }
  if (elf.header().type == kTypeShared && !has_dynamic) {
    return elf.error(Code::elf_not_executable, "is a shared library");
  }
  workload.header = elf.header();
  return workload;
}

}  // namespace aex::elf
