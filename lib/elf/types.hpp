/** What the headers of an ELF file say, in host integers. Names follow the ELF specification. */
#pragma once

#include <cstdint>
#include <string>

namespace aex::elf {

constexpr std::uint16_t kMachineRiscv = 243;

enum FileType : std::uint16_t {
  kTypeNone = 0,
  kTypeRelocatable = 1,
  kTypeExecutable = 2,
  kTypeShared = 3, /**< also position-independent executables */
  kTypeCore = 4,
};

enum SegmentType : std::uint32_t {
  kSegmentLoad = 1,
  kSegmentDynamic = 2,
  kSegmentInterpreter = 3,
  kSegmentNote = 4,
  kSegmentProgramHeaders = 6,
  kSegmentThreadLocal = 7,
};

enum SegmentFlags : std::uint32_t { kExecutable = 1, kWritable = 2, kReadable = 4 };

/** The file header. */
struct Header {
  int xlen = 0; /**< 32 or 64 */
  bool is_big_endian = false;
  std::uint16_t type = 0;
  std::uint16_t machine = 0;
  std::uint32_t flags = 0;
  std::uint64_t entry = 0;
  std::uint64_t program_offset = 0; /**< bytes into the file */
  std::uint64_t section_offset = 0; /**< bytes into the file */
  std::uint32_t program_count = 0;
  std::uint32_t section_count = 0;
  std::uint32_t names_section = 0; /**< index of the section that holds section names */
};

/** A program header. */
struct Segment {
  std::uint32_t type = 0;
  std::uint32_t flags = 0;
  std::uint64_t offset = 0; /**< bytes into the file */
  std::uint64_t address = 0;
  std::uint64_t physical_address = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t memory_bytes = 0;
  std::uint64_t alignment = 0;
};

/** A section header. */
struct Section {
  std::uint32_t name = 0; /**< bytes into the names section */
  std::uint32_t type = 0;
  std::uint64_t flags = 0;
  std::uint64_t address = 0;
  std::uint64_t offset = 0; /**< bytes into the file */
  std::uint64_t size = 0;   /**< bytes */
  std::uint32_t link = 0;
  std::uint32_t info = 0;
  std::uint64_t alignment = 0;
  std::uint64_t entry_size = 0; /**< bytes */
};

}  // namespace aex::elf
