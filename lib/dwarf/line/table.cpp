#include "dwarf/line/table.hpp"

#include <algorithm>

namespace aex::dwarf {

Status LineTables::read(std::uint64_t offset, const TextBase& base, LineTable& table) {
  cursor_.seek(offset);
  return read_here(base, table);
}

Result<bool> LineTables::read_next(std::uint64_t* offset, LineTable& table) {
  constexpr std::uint64_t kLengthBytes = 4;
  cursor_.seek(*offset);
  while (cursor_.ok() && cursor_.rest() >= kLengthBytes) {
    const std::uint64_t start = cursor_.offset();
    if (cursor_.u32() == 0) continue;
    cursor_.seek(start);
    AEX_CHECK(read_here({}, table));
    *offset = table.end;
    return true;
  }
  AEX_CHECK(cursor_.status());
  return false;
}

Status LineTables::read_here(const TextBase& base, LineTable& table) {
  table.folders.clear();
  table.files.clear();
  table.offset = cursor_.offset();
  const std::uint64_t length = cursor_.unit_length(&table.encoding.is_64);
  table.end = cursor_.offset() + length;
  read_numbers(table);
  AEX_CHECK(cursor_.status());
  if (table.encoding.version >= 5) return read_lists(base, table);
  return read_old_lists(table);
}

void LineTables::read_numbers(LineTable& table) {
  const std::uint64_t start = cursor_.offset();
  table.encoding.version = cursor_.u16();
  const unsigned version = table.encoding.version;
  if (cursor_.ok() && (version < 2 || version > 5)) {
    return cursor_.fail(start, "is a line table of version " + std::to_string(version));
  }
  table.encoding.address_bytes = version >= 5 ? cursor_.u8() : 0;
  if (version >= 5) cursor_.skip(1);
  const std::uint64_t header_bytes = cursor_.offset_of(table.encoding.is_64);
  if (header_bytes > cursor_.rest()) cursor_.fail(start, "is a line table with too long a header");
  table.program = cursor_.offset() + header_bytes;
  cursor_.limit_to(table.program);
  table.min_instruction_bytes = cursor_.u8();
  table.max_operations = version >= 4 ? std::max<std::uint8_t>(cursor_.u8(), 1) : 1;
  table.default_is_stmt = cursor_.u8() != 0;
  table.line_base = std::int8_t(cursor_.u8());
  table.line_range = cursor_.u8();
  table.opcode_base = cursor_.u8();
  for (unsigned opcode = 1; opcode < table.opcode_base; ++opcode) {
    table.operand_counts[opcode] = cursor_.u8();
  }
}

Result<TextId> LineTables::read_name() {
  cursor_.text(&buffer_);
  AEX_CHECK(cursor_.status());
  return strings_->intern(buffer_);
}

/* DWARF 2 to 4: two lists, each ended by an empty name. */
Status LineTables::read_old_lists(LineTable& table) {
  for (;;) {
    AEX_TRY(const TextId folder, read_name());
    if (folder == 0) break;
    table.folders.push_back(folder);
  }
  for (;;) {
    FileEntry file;
    AEX_TRY(file.name, read_name());
    if (file.name == 0) return {};
    file.folder = std::uint32_t(std::min<std::uint64_t>(cursor_.uleb(), UINT32_MAX));
    cursor_.uleb();
    cursor_.uleb();
    table.files.push_back(file);
  }
}

bool LineTables::read_fields() {
  fields_.clear();
  for (unsigned count = cursor_.u8(); count > 0 && cursor_.ok(); --count) {
    const std::uint64_t content = cursor_.uleb();
    const std::uint64_t form = cursor_.uleb();
    if (form > UINT16_MAX) cursor_.fail("has an unknown form");
    fields_.push_back({content, Form(form)});
  }
  return cursor_.ok();
}

/* An entry takes at least a byte, or a few bytes could stand for any number of entries. */
std::uint64_t LineTables::read_count() {
  const std::uint64_t start = cursor_.offset();
  const std::uint64_t count = cursor_.uleb();
  if (count > cursor_.rest()) cursor_.fail(start, "counts more entries than fit");
  return cursor_.ok() ? count : 0;
}

Status LineTables::read_path(const Value& value, const TextBase& base, TextId* name) {
  if (!is_text(value.form)) {
    cursor_.fail(cursor_.offset(), "has a name that is not a text");
    return cursor_.status();
  }
  AEX_TRY(*name, strings_->resolve(value, base, cursor_));
  return {};
}

Status LineTables::read_entry(const Encoding& encoding, const TextBase& base, FileEntry& entry) {
  for (const Field& field : fields_) {
    const Value value = read_value(cursor_, encoding, field.form);
    AEX_CHECK(cursor_.status());
    if (field.content == std::uint64_t(LineContent::path)) {
      AEX_CHECK(read_path(value, base, &entry.name));
    } else if (field.content == std::uint64_t(LineContent::directory_index)) {
      entry.folder = std::uint32_t(std::min<std::uint64_t>(value.number, UINT32_MAX));
    }
  }
  return {};
}

/* DWARF 5: each list tells the fields of its entries first. */
Status LineTables::read_lists(const TextBase& base, LineTable& table) {
  if (!read_fields()) return cursor_.status();
  for (std::uint64_t count = read_count(); count > 0; --count) {
    FileEntry folder;
    AEX_CHECK(read_entry(table.encoding, base, folder));
    table.folders.push_back(folder.name);
  }
  if (!read_fields()) return cursor_.status();
  for (std::uint64_t count = read_count(); count > 0; --count) {
    FileEntry file;
    AEX_CHECK(read_entry(table.encoding, base, file));
    table.files.push_back(file);
  }
  return cursor_.status();
}

}  // namespace aex::dwarf
