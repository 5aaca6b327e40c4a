/** ELF files of nothing but sections, in both classes and byte orders. */
#pragma once

#include <string>
#include <vector>

#include "support/byte_writer.hpp"

namespace aex::testing {

struct ElfSectionsShape {
  bool is_64 = true;
  bool is_big_endian = false;
  std::uint16_t type = 2; /**< executable */
  std::uint16_t machine = 243;
};

class ElfSections {
 public:
  using Shape = ElfSectionsShape;

  explicit ElfSections(Shape shape = {}) : shape_(shape), names_(writer().u8(0)) {}

  ByteWriter writer() const { return {shape_.is_big_endian, shape_.is_64}; }
  ElfSections& add(const std::string& name, const Bytes& bytes, std::uint64_t flags = 0,
                   std::uint32_t type = 1, std::uint64_t address = 0) {
    sections_.push_back({std::uint32_t(names_.size()), type, flags, address, bytes, 0});
    names_.text(name);
    return *this;
  }
  /** The last section's header says this size, whatever the bytes are. */
  ElfSections& lie(std::uint64_t size) {
    sections_.back().size = size;
    return *this;
  }
  /** Elf32_Chdr or Elf64_Chdr. */
  ByteWriter compression(std::uint32_t kind, std::uint64_t size) const {
    ByteWriter header = writer();
    header.u32(kind);
    if (shape_.is_64) header.u32(0);
    return header.offset(size).offset(1);
  }

  Bytes file() const {
    std::vector<Part> all = sections_;
    ByteWriter names = names_;
    all.push_back({std::uint32_t(names_.size()), 3, 0, 0, names.text(".shstrtab").bytes(), 0});
    ByteWriter contents = writer();
    ByteWriter headers = writer();
    for (unsigned i = 0; i < (shape_.is_64 ? 16 : 10); ++i) headers.u32(0);
    for (const Part& part : all) {
      const std::size_t offset = header_bytes() + contents.size();
      headers.u32(part.name).u32(part.type).offset(part.flags).offset(part.address).offset(offset);
      headers.offset(part.size != 0 ? part.size : part.bytes.size()).u32(0).u32(0);
      headers.offset(1).offset(0);
      for (const std::uint8_t byte : part.bytes) contents.u8(byte);
    }
    ByteWriter file = head(header_bytes() + contents.size(), all.size() + 1);
    return file.raw(contents).raw(headers).bytes();
  }

 private:
  struct Part {
    std::uint32_t name;
    std::uint32_t type;
    std::uint64_t flags;
    std::uint64_t address;
    Bytes bytes;
    std::uint64_t size;
  };

  std::size_t header_bytes() const { return shape_.is_64 ? 64 : 52; }
  ByteWriter head(std::uint64_t sections_at, std::size_t count) const {
    ByteWriter out = writer();
    out.u8(0x7f).u8('E').u8('L').u8('F').u8(shape_.is_64 ? 2 : 1);
    out.u8(shape_.is_big_endian ? 2 : 1).u8(1).u8(0).u64(0);
    out.u16(shape_.type).u16(shape_.machine).u32(1);
    out.offset(0).offset(0).offset(sections_at).u32(0).u16(header_bytes()).u16(0).u16(0);
    return out.u16(shape_.is_64 ? 64 : 40).u16(count).u16(count - 1);
  }

  Shape shape_;
  ByteWriter names_;
  std::vector<Part> sections_;
};

}  // namespace aex::testing
