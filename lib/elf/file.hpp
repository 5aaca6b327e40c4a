/** An ELF file, read header by header and never as a whole: 32 and 64 bits, both byte orders. */
#pragma once

#include <string>
#include <vector>

#include "elf/types.hpp"
#include "os/files.hpp"

namespace aex::elf {

/** Reads on demand from a file that it borrows. Every offset and count of the file is checked
 *  against the file's size before anything is read or allocated. Errors name `path`:
 *  Code::elf_not_elf, Code::elf_truncated, Code::elf_malformed, or those of reading. */
class File {
 public:
  /** Reads the file header. Code::workload_empty for a file without a byte. */
  static Result<File> open(os::ReadFile& file, std::string path);

  const Header& header() const { return header_; }
  const std::string& path() const { return path_; }
  std::uint64_t size() const { return file_->size(); }

  /** All program headers, in file order. */
  Result<std::vector<Segment>> segments();
  /** All section headers, in file order, the empty first one included. */
  Result<std::vector<Section>> sections();
  /** `size` bytes from `offset`; Code::elf_truncated beyond the end of the file. */
  Result<Bytes> read(std::uint64_t offset, std::uint64_t size);
  /** The same into memory of the caller. */
  Status read_into(std::uint64_t offset, std::uint8_t* out, std::size_t size);

  /** An error that names the file; `what` continues the sentence and may be empty. */
  Error error(Code code, Piece what) const;
  Error error(Code code, std::initializer_list<Piece> what) const;

 private:
  File(os::ReadFile& file, std::string path) : file_(&file), path_(std::move(path)) {}
  Status read_header();
  Status read_extended_counts();
  Result<Section> section(std::uint64_t index);

  os::ReadFile* file_;
  std::string path_;
  Header header_;
};

}  // namespace aex::elf
