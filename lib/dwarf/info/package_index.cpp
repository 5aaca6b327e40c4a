#include "dwarf/info/package_index.hpp"

namespace aex::dwarf {
namespace {

constexpr std::uint64_t kHeaderBytes = 16;
constexpr std::uint32_t kMaxColumns = 32;

struct IndexHeader {
  std::uint32_t version = 0;
  std::uint32_t columns = 0;
  std::uint32_t units = 0;
  std::uint32_t slots = 0;
};

IndexHeader read_header(Cursor& cursor) {
  IndexHeader header;
  const std::uint32_t first = cursor.u32();
  header.columns = cursor.u32();
  header.units = cursor.u32();
  header.slots = cursor.u32();
  /* DWARF 5 has 16 bits of version and 16 of padding, in either byte order. */
  header.version = first == 2 ? 2 : first == 5 || first == 5u << 16 ? 5 : 0;
  if (header.version == 0) cursor.fail(0, "is an index of version " + std::to_string(first));
  if (header.columns > kMaxColumns) cursor.fail(0, "is an index of too many columns");
  return header;
}

/* Open addressing could be followed; but reading all slots stands any damage. */
std::uint32_t find_row(Cursor& cursor, const IndexHeader& header, std::uint64_t dwo_id) {
  std::uint32_t slot = header.slots;
  for (std::uint32_t i = 0; i < header.slots && cursor.ok(); ++i) {
    const std::uint64_t signature = cursor.u64();
    if (signature == dwo_id && slot == header.slots) slot = i;
  }
  if (slot == header.slots) return 0;
  cursor.skip(std::uint64_t{slot} * 4);
  return cursor.u32();
}

std::uint64_t* place_of(Contribution& out, std::uint32_t version, std::uint32_t section) {
  switch (section) {
    case 1: return &out.info;
    case 3: return &out.abbreviations;
    case 6: return &out.str_offsets;
    case 8: return version == 5 ? &out.rnglists : nullptr;
    default: return nullptr;
  }
}

void read_columns(Cursor& cursor, const IndexHeader& header, std::uint32_t row, Contribution* out) {
  const std::uint64_t table = kHeaderBytes + std::uint64_t{header.slots} * 12;
  const std::uint64_t row_bytes = std::uint64_t{header.columns} * 4;
  std::uint32_t sections[kMaxColumns] = {};
  cursor.seek(table);
  for (std::uint32_t i = 0; i < header.columns; ++i) sections[i] = cursor.u32();
  cursor.skip(row_bytes * (row - 1));
  for (std::uint32_t i = 0; i < header.columns; ++i) {
    const std::uint32_t offset = cursor.u32();
    if (std::uint64_t* const place = place_of(*out, header.version, sections[i])) *place = offset;
  }
  cursor.skip(row_bytes * (header.units - 1));
  for (std::uint32_t i = 0; i < header.columns; ++i) {
    const std::uint32_t size = cursor.u32();
    if (sections[i] == 1) out->info_bytes = size;
  }
}

}  // namespace

Result<bool> find_contribution(Sections& sections, std::uint64_t dwo_id, Contribution* out) {
  *out = Contribution();
  AEX_TRY(Section* const section, sections.find(".debug_cu_index"));
  if (section == nullptr) return true;
  Cursor cursor(*section, sections.is_big_endian());
  const IndexHeader header = read_header(cursor);
  const std::uint32_t row = cursor.ok() ? find_row(cursor, header, dwo_id) : 0;
  if (row > header.units) cursor.fail(0, "is an index with a row too many");
  if (row != 0 && cursor.ok()) read_columns(cursor, header, row, out);
  AEX_CHECK(cursor.status());
  return row != 0;
}

}  // namespace aex::dwarf
