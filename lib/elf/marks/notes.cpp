#include "elf/marks/notes.hpp"

#include <algorithm>

#include "elf/fields.hpp"

namespace aex::elf {
namespace {

constexpr std::uint32_t kNoteSection = 7;
constexpr std::uint64_t kMaxBytes = 1 << 20;
constexpr std::size_t kHeaderBytes = 12;

struct Part {
  std::uint64_t offset;
  std::uint64_t size;
  std::uint64_t alignment;
};

std::size_t padded(std::size_t size, std::size_t alignment) {
  return (size + alignment - 1) / alignment * alignment;
}

/* Fields are padded to 4 bytes; those of segments aligned to 8 bytes, to 8. */
Status read_part(File& file, const Part& part, std::vector<Note>& notes) {
  if (part.size > kMaxBytes) return file.error(Code::elf_malformed, "has over 1 MiB of notes");
  AEX_TRY(const Bytes& bytes, file.read(part.offset, part.size));
  const std::size_t alignment = part.alignment == 8 ? 8 : 4;
  const ByteView all(bytes);
  for (std::size_t at = 0; at + kHeaderBytes <= all.size;) {
    Fields fields(all.slice(at, kHeaderBytes), false, file.header().is_big_endian);
    const std::size_t name_size = fields.word();
    const std::size_t size = fields.word();
    Note note;
    note.type = fields.word();
    const std::size_t name_at = at + kHeaderBytes;
    if (name_size > all.size - name_at) return file.error(Code::elf_malformed, "has a bad note");
    const std::size_t contents_at = at + padded(kHeaderBytes + name_size, alignment);
    if (contents_at > all.size || size > all.size - contents_at) {
      return file.error(Code::elf_malformed, "has a note that is cut short");
    }
    note.owner = all.slice(name_at, name_size).text();
    note.owner.resize(std::min(note.owner.find('\0'), note.owner.size()));
    const ByteView contents = all.slice(contents_at, size);
    note.contents.assign(contents.begin(), contents.end());
    notes.push_back(std::move(note));
    at = contents_at + padded(size, alignment);
  }
  return {};
}

}  // namespace

Result<std::vector<Note>> read_notes(File& file, const SectionTable& table) {
  std::vector<Note> notes;
  for (const Section& section : table.all()) {
    if (section.type != kNoteSection) continue;
    AEX_CHECK(read_part(file, {section.offset, section.size, section.alignment}, notes));
  }
  if (!table.all().empty()) return notes;
  AEX_TRY(const std::vector<Segment>& segments, file.segments());
  for (const Segment& segment : segments) {
    if (segment.type != kSegmentNote) continue;
    AEX_CHECK(read_part(file, {segment.offset, segment.file_bytes, segment.alignment}, notes));
  }
  return notes;
}

std::string build_id(const std::vector<Note>& notes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string id;
  for (const Note& note : notes) {
    if (note.owner != "GNU" || note.type != kNoteBuildId || !id.empty()) continue;
    for (const std::uint8_t byte : note.contents) {
      id += kDigits[byte >> 4];
      id += kDigits[byte & 15];
    }
  }
  return id;
}

}  // namespace aex::elf
