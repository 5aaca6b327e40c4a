/** Sections by name, and their bytes: as they are in the file, or decompressed. */
#pragma once

#include "elf/file.hpp"

namespace aex::elf {

constexpr std::uint32_t kSectionNoBits = 8;      /**< takes no space in the file */
constexpr std::uint64_t kSectionAllocated = 0x2; /**< is in memory when the program runs */
constexpr std::uint64_t kSectionExecutable = 0x4;
constexpr std::uint64_t kSectionCompressed = 0x800;

/** All section headers with their names. */
class SectionTable {
 public:
  /** Code::elf_truncated or Code::elf_malformed. */
  static Result<SectionTable> read(File& file);

  const std::vector<Section>& all() const { return sections_; }
  /** Empty where the name lies outside the table of names. */
  std::string_view name(const Section& section) const;
  /** The first section of that name which has bytes in the file; null if there is none. */
  const Section* find(std::string_view name) const;
  /** The bytes of `section` that `name`, a debug section, stands for: itself or its .zdebug twin;
   *  null if there is neither. */
  const Section* find_debug(std::string_view name) const;

 private:
  std::vector<Section> sections_;
  Bytes names_;
};

/** The bytes of one section. Borrows the file. */
class SectionBytes {
 public:
  /** Decompresses where the section is compressed (SHF_COMPRESSED, or a name that begins with
   *  ".zdebug"): then it is held in memory, up to 1 GiB. Otherwise nothing is read yet.
   *  Code::elf_truncated, Code::elf_malformed, Code::unsupported (Zstandard, if not built in). */
  static Result<SectionBytes> open(File& file, const SectionTable& table, const Section& section);

  std::uint64_t size() const { return size_; }
  bool is_compressed() const { return is_compressed_; }
  /** Exactly `size` bytes from `offset`. */
  Status read(std::uint64_t offset, std::uint8_t* out, std::size_t size);

 private:
  explicit SectionBytes(File& file) : file_(&file) {}

  File* file_;
  std::uint64_t offset_ = 0;
  std::uint64_t size_ = 0;
  bool is_compressed_ = false;
  Bytes bytes_;
};

}  // namespace aex::elf
