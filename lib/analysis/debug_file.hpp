/** An ELF file opened for its debug information. */
#pragma once

#include <map>
#include <memory>

#include "dwarf/sections.hpp"
#include "elf/section_table.hpp"

namespace aex::analysis {

/** The debug sections of a linked ELF file, decompressed where needed. */
class DebugFile final : public dwarf::Sections {
 public:
  /** Code::file_missing, Code::elf_not_elf, Code::elf_truncated, Code::elf_malformed;
   *  Code::elf_relocatable for an object file. */
  static Result<std::unique_ptr<DebugFile>> open(os::Files& files, const std::string& path);

  /** The same for the companion of a skeleton unit (.dwo, .dwp): its sections are found by their
   *  names without the suffix ".dwo". */
  static Result<std::unique_ptr<DebugFile>> open_split(os::Files& files, const std::string& path);

  const std::string& path() const override { return file_.path(); }
  bool is_big_endian() const override { return file_.header().is_big_endian; }
  std::uint8_t address_bytes() const override { return file_.header().xlen == 64 ? 8 : 4; }
  Result<dwarf::Section*> find(std::string_view name) override;

  /** Whether it lies in a section of code; linkers leave debug information of what they discarded.
   *  True for any address if there are no sections of code. */
  bool is_code(std::uint64_t address) const;

  elf::File& file() { return file_; }
  const elf::SectionTable& table() const { return table_; }

 private:
  void find_code();
  DebugFile(std::unique_ptr<os::ReadFile> handle, elf::File file, const char* suffix)
      : handle_(std::move(handle)), file_(std::move(file)), suffix_(suffix) {}
  static Result<std::unique_ptr<DebugFile>> open_any(os::Files& files, const std::string& path,
                                                     const char* suffix);

  std::unique_ptr<os::ReadFile> handle_;
  elf::File file_;
  const char* suffix_;
  elf::SectionTable table_;
  std::vector<const elf::Section*> code_;
  std::map<std::string, std::unique_ptr<dwarf::Section>, std::less<>> opened_;
};

}  // namespace aex::analysis
