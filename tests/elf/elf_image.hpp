/** ELF files made field by field, in both classes and byte orders. */
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/endian.hpp"
#include "elf/workload.hpp"
#include "support/folder.hpp"

namespace aex::testing {

class ElfImage {
 public:
  ElfImage(bool is_64, bool is_big) : is_64_(is_64), is_big_(is_big) {
    bytes_.assign(header_bytes(), '\0');
    bytes_.replace(0, 7,
                   std::string("\177ELF") + (is_64 ? '\2' : '\1') + (is_big ? '\2' : '\1') + '\1');
    put16(16, 2);
    put16(18, 243);
    put32(20, 1);
    native(24, 0x10000 + header_bytes());
    native(is_64 ? 32 : 28, header_bytes());
    put16(is_64 ? 52 : 40, header_bytes());
    put16(is_64 ? 54 : 42, segment_bytes());
    put16(is_64 ? 58 : 46, is_64 ? 64 : 40);
  }

  std::size_t header_bytes() const { return is_64_ ? 64 : 52; }
  std::size_t segment_bytes() const { return is_64_ ? 56 : 32; }

  ElfImage& put16(std::size_t at, std::size_t v) { return put(at, static_cast<std::uint16_t>(v)); }
  ElfImage& put32(std::size_t at, std::size_t v) { return put(at, static_cast<std::uint32_t>(v)); }
  ElfImage& native(std::size_t at, std::uint64_t v) {
    return is_64_ ? put(at, v) : put(at, static_cast<std::uint32_t>(v));
  }

  /** Appends a program header and counts it. */
  ElfImage& segment(std::uint32_t type, std::uint32_t flags, std::uint64_t offset,
                    std::uint64_t address, std::uint64_t file_bytes, std::uint64_t memory_bytes) {
    const std::size_t at = bytes_.size();
    bytes_.append(segment_bytes(), '\0');
    put32(at, type);
    put32(at + (is_64_ ? 4 : 24), flags);
    native(at + (is_64_ ? 8 : 4), offset);
    native(at + (is_64_ ? 16 : 8), address);
    native(at + (is_64_ ? 32 : 16), file_bytes);
    native(at + (is_64_ ? 40 : 20), memory_bytes);
    return put16(is_64_ ? 56 : 44, ++segments_);
  }
  ElfImage& append(const std::string& bytes) {
    bytes_ += bytes;
    return *this;
  }
  const std::string& bytes() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }

 private:
  template <class T>
  ElfImage& put(std::size_t at, T value) {
    auto* to = reinterpret_cast<std::uint8_t*>(&bytes_[at]);
    is_big_ ? store_be(to, value) : store_le(to, value);
    return *this;
  }

  bool is_64_;
  bool is_big_;
  std::size_t segments_ = 0;
  std::string bytes_;
};

/** A whole program: one segment with the headers and eight bytes of code. */
inline ElfImage program(bool is_64 = true, bool is_big = false) {
  ElfImage image(is_64, is_big);
  const std::size_t end = image.header_bytes() + image.segment_bytes() + 8;
  image.segment(1, 5, 0, 0x10000, end, end);
  image.native(24, 0x10000 + end - 8);
  return image.append(std::string(8, '\1'));
}

/** The file opened as a run opens it; keeps its folder. */
class OpenFile {
 public:
  explicit OpenFile(const std::string& bytes)
      : path_(folder_.write("program.elf", bytes)),
        file_(std::move(os::system_files().open(path_)).value()) {}

  const std::string& path() const { return path_; }
  os::ReadFile& operator*() { return *file_; }

  /** What the judge says; Code::ok if nothing. The detail must name the file. */
  Code judge(int xlen = 0) {
    const Result<elf::Workload> workload = elf::check_workload(*file_, path_, xlen);
    if (workload.ok()) return Code::ok;
    EXPECT_NE(workload.error().detail().find(path_), std::string::npos);
    return workload.error().code();
  }

 private:
  Folder folder_;
  std::string path_;
  std::unique_ptr<os::ReadFile> file_;
};

inline Code judge(const std::string& bytes, int xlen = 0) { return OpenFile(bytes).judge(xlen); }
inline Code judge(const ElfImage& image, int xlen = 0) { return judge(image.bytes(), xlen); }

}  // namespace aex::testing
