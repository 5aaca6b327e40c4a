/** For C++ programs that read ELF files with libelfin: hands such a file to the functions of
 * files.h that take an aex_elf_image. Header only; needs libelfin's headers (<elf/elf++.hh>),
 * exceptions, and nothing of libelfin that the program does not link anyway.
 *
 *  libelfin stops where the container ends, or at DWARF 4; what is handed over may have any DWARF
 *  that the library reads. */
#ifndef ATLASEXPLORER_INTEROP_LIBELFIN_HPP
#define ATLASEXPLORER_INTEROP_LIBELFIN_HPP

#include <algorithm>
#include <cstdint>
#include <elf/elf++.hh>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "atlasexplorer/files.h"

namespace aex {
namespace interop {

/** The bytes of an ELF file that libelfin's loader holds. Keeps the loader, so that the `elf::elf`
 *  may go first; what the functions of files.h make of the image outlives both.
 *  @since 4.0 */
class ElfImage {
 public:
  /** Loads the file up to the end of what its headers name: with libelfin's own loader that is its
   *  mapping, and nothing is copied. Throws what the loader throws for a file that is shorter, and
   *  elf::format_error for an invalid `file` or headers that are none.
   *
   *  @param path see aex_elf_image; libelfin does not keep it. May be empty.
   *  @since 4.0 */
  explicit ElfImage(const ::elf::elf& file, std::string path = std::string())
      : path_(std::move(path)) {
    if (!file.valid()) throw ::elf::format_error("no ELF file");
    loader_ = file.get_loader();
    measure(file);
    data_ = loader_->load(0, bytes_);
  }

  /** For aex_sources_read_image and its like. Borrowed from this object.
   *  @since 4.0 */
  aex_elf_image get() const {
    aex_elf_image image = AEX_ELF_IMAGE_INIT;
    image.data = data_;
    image.bytes = bytes_;
    image.path = path_.empty() ? nullptr : path_.c_str();
    return image;
  }

 private:
  /* The file is at least this long. */
  void reach(std::uint64_t offset, std::uint64_t size) {
    const std::uint64_t most = std::uint64_t(std::numeric_limits<std::ptrdiff_t>::max());
    if (size == 0) return;
    if (offset > most || size > most - offset) {
      throw ::elf::format_error("a header names bytes beyond any file");
    }
    bytes_ = std::max(bytes_, std::size_t(offset + size));
  }

  /* Gives each header of a table to `take`. */
  template <class Header, class Take>
  void walk(const ::elf::elf& file, std::uint64_t offset, std::uint64_t size, std::uint64_t count,
            Take take) {
    if (count == 0) return;
    if (size < smallest<Header>(file) || count > UINT32_MAX) {
      throw ::elf::format_error("a table of headers that is none");
    }
    reach(offset, size * count);
    const auto* at = static_cast<const char*>(loader_->load(off_t(offset), size * count));
    for (; count > 0; --count, at += size) take(Header(file, at).get_hdr());
  }

  template <class Header>
  static std::uint64_t smallest(const ::elf::elf& file) {
    const bool is_section = std::is_same<Header, ::elf::section>::value;
    if (file.get_hdr().ei_class == ::elf::elfclass::_32) return is_section ? 40 : 32;
    return is_section ? 64 : 56;
  }

  /* libelfin's own list of sections is empty where there are more than the file header can count;
   * then the first section tells. */
  void measure(const ::elf::elf& file) {
    const ::elf::Ehdr<>& header = file.get_hdr();
    std::uint64_t sections = header.shnum, segments = header.phnum;
    if (header.shoff != 0 && (sections == 0 || segments == kTooMany)) {
      const auto count = [&](const ::elf::Shdr<>& first) {
        if (sections == 0) sections = first.size;
        if (segments == kTooMany) segments = first.info;
      };
      walk<::elf::section>(file, header.shoff, header.shentsize, 1, count);
    }
    reach(0, header.ehsize);
    walk<::elf::segment>(file, header.phoff, header.phentsize, segments,
                         [&](const ::elf::Phdr<>& it) { reach(it.offset, it.filesz); });
    walk<::elf::section>(file, header.shoff, header.shentsize, sections,
                         [&](const ::elf::Shdr<>& it) {
                           if (it.type != ::elf::sht::nobits) reach(it.offset, it.size);
                         });
  }

  static constexpr std::uint64_t kTooMany = 0xffff;
  std::string path_;
  std::shared_ptr<::elf::loader> loader_;
  std::size_t bytes_ = 0;
  const void* data_ = nullptr;
};

}  // namespace interop
}  // namespace aex

#endif
