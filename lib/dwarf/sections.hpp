/** The debug sections of a file, whatever holds them: an ELF reader, a test, another library. */
#pragma once

#include <string>
#include <string_view>

#include "atlasexplorer/result.hpp"
#include "base/byte_view.hpp"

namespace aex::dwarf {

/** The bytes of one section, read on demand and already decompressed. */
class Section {
 public:
  virtual ~Section() = default;
  /** For errors: the file and the section, e.g. "a.elf: .debug_line". */
  virtual const std::string& title() const = 0;
  virtual std::uint64_t size() const = 0;
  /** Exactly `size` bytes from `offset`, which the caller has checked against size(). */
  virtual Status read(std::uint64_t offset, std::uint8_t* out, std::size_t size) = 0;
};

/** The sections of one file by name. */
class Sections {
 public:
  virtual ~Sections() = default;
  virtual const std::string& path() const = 0;
  virtual bool is_big_endian() const = 0;
  /** Bytes of an address of the machine: 4 or 8. */
  virtual std::uint8_t address_bytes() const = 0;
  /** Null if the file has no such section. The section lives as long as this object. */
  virtual Result<Section*> find(std::string_view name) = 0;
};

/** A section in memory that it borrows. */
class MemorySection final : public Section {
 public:
  MemorySection(std::string title, ByteView bytes) : title_(std::move(title)), bytes_(bytes) {}
  const std::string& title() const override { return title_; }
  std::uint64_t size() const override { return bytes_.size; }
  Status read(std::uint64_t offset, std::uint8_t* out, std::size_t size) override;

 private:
  std::string title_;
  ByteView bytes_;
};

}  // namespace aex::dwarf
