#include "elf/file.hpp"

#include <cstring>

#include "base/memory/memory.hpp"
#include "elf/fields.hpp"

namespace aex::elf {
namespace {

constexpr std::size_t kIdentBytes = 16;
constexpr std::uint32_t kCountElsewhere = 0xffff;
constexpr std::uint32_t kMaxSegments = 65536;
constexpr std::uint32_t kMaxSections = 1 << 20;

std::size_t header_bytes(int xlen) { return xlen == 64 ? 64 : 52; }
std::size_t segment_bytes(int xlen) { return xlen == 64 ? 56 : 32; }
std::size_t section_bytes(int xlen) { return xlen == 64 ? 64 : 40; }

Segment parse_segment(Fields fields, bool is_64) {
  Segment segment;
  segment.type = fields.word();
  if (is_64) segment.flags = fields.word();
  segment.offset = fields.native();
  segment.address = fields.native();
  segment.physical_address = fields.native();
  segment.file_bytes = fields.native();
  segment.memory_bytes = fields.native();
  if (!is_64) segment.flags = fields.word();
  segment.alignment = fields.native();
  return segment;
}

Section parse_section(Fields fields) {
  Section section;
  section.name = fields.word();
  section.type = fields.word();
  section.flags = fields.native();
  section.address = fields.native();
  section.offset = fields.native();
  section.size = fields.native();
  section.link = fields.word();
  section.info = fields.word();
  section.alignment = fields.native();
  section.entry_size = fields.native();
  return section;
}

}  // namespace

Error File::error(Code code, Piece what) const {
  return Error(code, {path_, what.empty() ? "" : " ", what});
}

Error File::error(Code code, std::initializer_list<Piece> what) const {
  return error(code, concat(what));
}

Result<File> File::open(os::ReadFile& file, std::string path) {
  if (file.size() == 0) return Error(Code::workload_empty, path);
  File result(file, std::move(path));
  AEX_CHECK(result.read_header());
  return result;
}

Status File::read_into(std::uint64_t offset, std::uint8_t* out, std::size_t size) {
  if (is_memory_short()) return error(Code::no_memory, "is being read");
  const std::uint64_t total = this->size();
  if (offset > total || size > total - offset) {
    return error(Code::elf_truncated, {"has ", decimal(total), " bytes and needs ", decimal(size),
                                       " at offset ", decimal(offset)});
  }
  AEX_CHECK(file_->seek(offset));
  AEX_TRY(const std::size_t got, read_full(*file_, out, size));
  if (got != size) return error(Code::elf_truncated, "became shorter while it was read");
  return {};
}

Result<Bytes> File::read(std::uint64_t offset, std::uint64_t size) {
  const std::uint64_t total = file_->size();
  if (offset > total || size > total - offset || size > SIZE_MAX / 2) {
    return error(Code::elf_truncated,
                 {"ends before offset ", decimal(offset), " + ", decimal(size)});
  }
  Bytes bytes(static_cast<std::size_t>(size));
  AEX_CHECK(read_into(offset, bytes.data(), bytes.size()));
  return bytes;
}

Status File::read_header() {
  std::uint8_t bytes[64] = {};
  static constexpr std::uint8_t kMagic[4] = {0x7f, 'E', 'L', 'F'};
  const std::uint64_t total = file_->size();
  AEX_CHECK(read_into(0, bytes, total < 4 ? static_cast<std::size_t>(total) : 4));
  if (std::memcmp(bytes, kMagic, sizeof kMagic) != 0) return error(Code::elf_not_elf, "");
  AEX_CHECK(read_into(0, bytes, kIdentBytes));
  if (bytes[4] != 1 && bytes[4] != 2) return error(Code::elf_malformed, "has no known class");
  if (bytes[5] != 1 && bytes[5] != 2) return error(Code::elf_malformed, "has no known byte order");
  if (bytes[6] != 1) return error(Code::elf_malformed, "has no known version");
  header_.xlen = bytes[4] == 2 ? 64 : 32;
  header_.is_big_endian = bytes[5] == 2;
  AEX_CHECK(read_into(0, bytes, header_bytes(header_.xlen)));
  Fields fields({bytes + kIdentBytes, sizeof bytes - kIdentBytes}, header_.xlen == 64,
                header_.is_big_endian);
  header_.type = fields.half();
  header_.machine = fields.half();
  fields.word();
  header_.entry = fields.native();
  header_.program_offset = fields.native();
  header_.section_offset = fields.native();
  header_.flags = fields.word();
  fields.half();
  const std::uint16_t segment_size = fields.half();
  header_.program_count = fields.half();
  const std::uint16_t section_size = fields.half();
  header_.section_count = fields.half();
  header_.names_section = fields.half();
  if (header_.program_count > 0 && segment_size != segment_bytes(header_.xlen)) {
    return error(Code::elf_malformed, "has program headers of an unknown size");
  }
  if (header_.section_offset != 0 && section_size != section_bytes(header_.xlen)) {
    return error(Code::elf_malformed, "has section headers of an unknown size");
  }
  return {};
}

Result<Section> File::section(std::uint64_t index) {
  std::uint8_t bytes[64];
  const std::size_t size = section_bytes(header_.xlen);
  if (header_.section_offset > UINT64_MAX - index * size) {
    return error(Code::elf_truncated, "places its section headers beyond any file");
  }
  AEX_CHECK(read_into(header_.section_offset + index * size, bytes, size));
  return parse_section(Fields({bytes, size}, header_.xlen == 64, header_.is_big_endian));
}

/* Counts that do not fit 16 bits stand in the first section header. */
Status File::read_extended_counts() {
  if (header_.section_offset == 0) return {};
  const bool needs_segments = header_.program_count == kCountElsewhere;
  const bool needs_sections = header_.section_count == 0;
  if (!needs_segments && !needs_sections && header_.names_section != kCountElsewhere) return {};
  AEX_TRY(const Section& first, section(0));
  if (needs_segments) header_.program_count = first.info;
  if (needs_sections) {
    if (first.size > kMaxSections) return error(Code::elf_malformed, "has too many sections");
    header_.section_count = static_cast<std::uint32_t>(first.size);
  }
  if (header_.names_section == kCountElsewhere) header_.names_section = first.link;
  return {};
}

Result<std::vector<Segment>> File::segments() {
  AEX_CHECK(read_extended_counts());
  if (header_.program_count > kMaxSegments) {
    return error(Code::elf_malformed, "has too many program headers");
  }
  const bool is_64 = header_.xlen == 64;
  const std::size_t size = segment_bytes(header_.xlen);
  AEX_TRY(const Bytes& bytes,
          read(header_.program_offset, std::uint64_t{header_.program_count} * size));
  std::vector<Segment> segments;
  segments.reserve(header_.program_count);
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    const ByteView view = ByteView(bytes).slice(at, size);
    segments.push_back(parse_segment(Fields(view, is_64, header_.is_big_endian), is_64));
  }
  return segments;
}

Result<std::vector<Section>> File::sections() {
  AEX_CHECK(read_extended_counts());
  const bool is_64 = header_.xlen == 64;
  const std::size_t size = section_bytes(header_.xlen);
  AEX_TRY(const Bytes& bytes,
          read(header_.section_offset, std::uint64_t{header_.section_count} * size));
  std::vector<Section> sections;
  sections.reserve(header_.section_count);
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    const ByteView view = ByteView(bytes).slice(at, size);
    sections.push_back(parse_section(Fields(view, is_64, header_.is_big_endian)));
  }
  return sections;
}

}  // namespace aex::elf
