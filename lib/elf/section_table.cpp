#include "elf/section_table.hpp"

#include <algorithm>

#include "codec/inflate.hpp"
#include "codec/zstd/zstd.hpp"
#include "elf/fields.hpp"

namespace aex::elf {
namespace {

constexpr std::uint64_t kMaxNamesBytes = 64u << 20;
constexpr std::uint64_t kMaxInflatedBytes = 1u << 30;
/* No zlib stream expands to more than this many times its size; Zstandard can. */
constexpr std::uint64_t kMaxZlibRatio = 1040;
constexpr std::string_view kDebug = ".debug_";
constexpr std::string_view kZdebug = ".zdebug_";

bool begins_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

enum class Packing : std::uint8_t { zlib, zstd };

/* What stands before compressed bytes. */
struct Compression {
  Packing packing = Packing::zlib;
  std::uint64_t size = 0; /* once decompressed */
  std::uint64_t header_bytes = 0;
};

/* Reads a part of the file, as a stream. */
class PartSource final : public Source {
 public:
  PartSource(File& file, std::uint64_t offset, std::uint64_t size)
      : file_(&file), offset_(offset), rest_(size) {}
  Result<std::size_t> read(std::uint8_t* out, std::size_t capacity) override {
    const auto count = std::size_t(std::min<std::uint64_t>(capacity, rest_));
    if (count > 0) AEX_CHECK(file_->read_into(offset_, out, count));
    offset_ += count;
    rest_ -= count;
    return count;
  }

 private:
  File* file_;
  std::uint64_t offset_;
  std::uint64_t rest_;
};

/* The header of SHF_COMPRESSED sections (Elf32_Chdr, Elf64_Chdr). */
Result<Compression> read_header(File& file, const Section& section, const std::string& what) {
  const bool is_64 = file.header().xlen == 64;
  Compression result;
  result.header_bytes = is_64 ? 24 : 12;
  if (section.size < result.header_bytes)
    return file.error(Code::elf_malformed, {what, "is short"});
  std::uint8_t bytes[24];
  AEX_CHECK(file.read_into(section.offset, bytes, std::size_t(result.header_bytes)));
  Fields fields({bytes, sizeof bytes}, is_64, file.header().is_big_endian);
  const std::uint32_t kind = fields.word();
  if (is_64) fields.word();
  result.size = fields.native();
  if (kind != 1 && kind != 2) {
    return file.error(Code::elf_malformed, {what, "has compression ", decimal(kind)});
  }
  result.packing = kind == 1 ? Packing::zlib : Packing::zstd;
  return result;
}

/* The header of the older .zdebug sections: "ZLIB" and the size, big-endian everywhere. */
Result<Compression> read_old_header(File& file, const Section& section, const std::string& what) {
  Compression result;
  result.header_bytes = 12;
  std::uint8_t bytes[12];
  if (section.size < sizeof bytes) return file.error(Code::elf_malformed, {what, "is short"});
  AEX_CHECK(file.read_into(section.offset, bytes, sizeof bytes));
  if (ByteView(bytes, 4).text() != "ZLIB") {
    return file.error(Code::elf_malformed, {what, "has no header of compression"});
  }
  result.size = load_be<std::uint64_t>(bytes + 4);
  return result;
}

Result<Bytes> decompressed(File& file, const Section& section, const Compression& how,
                           const std::string& what) {
  const std::uint64_t packed = section.size - how.header_bytes;
  const bool is_possible = how.packing == Packing::zstd || how.size / kMaxZlibRatio <= packed;
  if (how.size > kMaxInflatedBytes || !is_possible) {
    return file.error(Code::elf_malformed,
                      {what, "would decompress to ", decimal(how.size), " bytes"});
  }
  PartSource part(file, section.offset + how.header_bytes, packed);
  std::unique_ptr<Source> source;
  if (how.packing == Packing::zlib) {
    source = std::make_unique<codec::InflateSource>(part);
  } else {
    source = std::make_unique<codec::UnzstdSource>(part);
  }
  Bytes bytes(static_cast<std::size_t>(how.size));
  const Result<std::size_t> count = read_full(*source, bytes.data(), bytes.size());
  if (!count.ok() && count.error().code() != Code::archive_malformed) {
    return file.error(count.error().code(), {what, "cannot be read: ", count.error().detail()});
  }
  if (!count.ok() || count.value() != bytes.size()) {
    return file.error(Code::elf_malformed, {what, "does not decompress"});
  }
  return bytes;
}

}  // namespace

Result<SectionTable> SectionTable::read(File& file) {
  SectionTable table;
  if (file.header().section_offset == 0) return table;
  AEX_TRY(table.sections_, file.sections());
  const std::uint32_t index = file.header().names_section;
  if (index == 0 || index >= table.sections_.size()) return table;
  const Section& names = table.sections_[index];
  if (names.type == kSectionNoBits) return table;
  if (names.size > kMaxNamesBytes) {
    return file.error(Code::elf_malformed, "has over 64 MiB of section names");
  }
  AEX_TRY(table.names_, file.read(names.offset, names.size));
  return table;
}

std::string_view SectionTable::name(const Section& section) const {
  const std::string_view rest = ByteView(names_).slice(section.name).text();
  const std::size_t end = rest.find('\0');
  return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

const Section* SectionTable::find(std::string_view name) const {
  for (const Section& section : sections_) {
    if (section.type != 0 && section.type != kSectionNoBits && this->name(section) == name) {
      return &section;
    }
  }
  return nullptr;
}

const Section* SectionTable::find_debug(std::string_view name) const {
  const Section* const plain = find(name);
  if (plain != nullptr || !begins_with(name, kDebug)) return plain;
  return find(std::string(kZdebug).append(name.substr(kDebug.size())));
}

Result<SectionBytes> SectionBytes::open(File& file, const SectionTable& table,
                                        const Section& section) {
  SectionBytes result(file);
  const std::string what =
      concat({"in ", table.name(section), " at offset ", decimal(section.offset), " "});
  const bool is_old = begins_with(table.name(section), kZdebug);
  result.is_compressed_ = is_old || (section.flags & kSectionCompressed) != 0;
  result.offset_ = section.offset;
  result.size_ = section.size;
  if (section.offset > file.size() || section.size > file.size() - section.offset) {
    return file.error(Code::elf_truncated, {what, "is cut short"});
  }
  if (!result.is_compressed_) return result;
  AEX_TRY(const Compression& how,
          is_old ? read_old_header(file, section, what) : read_header(file, section, what));
  AEX_TRY(result.bytes_, decompressed(file, section, how, what));
  result.size_ = result.bytes_.size();
  return result;
}

Status SectionBytes::read(std::uint64_t offset, std::uint8_t* out, std::size_t size) {
  if (offset > size_ || size > size_ - offset) {
    return file_->error(Code::internal, "was read beyond the end of a section");
  }
  if (!is_compressed_) return file_->read_into(offset_ + offset, out, size);
  std::copy_n(bytes_.data() + offset, size, out);
  return {};
}

}  // namespace aex::elf
