#include "dwarf/info/entries.hpp"

namespace aex::dwarf {
namespace {

Value* slot_of(Entry& entry, Attribute attribute) {
  switch (attribute) {
    case Attribute::name: return &entry.name;
    case Attribute::linkage_name:
    case Attribute::mips_linkage_name: return &entry.linkage_name;
    case Attribute::low_pc: return &entry.low_pc;
    case Attribute::high_pc: return &entry.high_pc;
    case Attribute::ranges: return &entry.ranges;
    case Attribute::abstract_origin:
    case Attribute::specification: return &entry.origin;
    case Attribute::call_file: return &entry.call_file;
    case Attribute::call_line: return &entry.call_line;
    case Attribute::call_column: return &entry.call_column;
    default: return nullptr;
  }
}

}  // namespace

void Entries::seek(const Unit& unit, std::uint64_t offset) {
  encoding_ = unit.encoding;
  table_ = unit.abbreviations;
  end_ = unit.end;
  next_ = offset;
  cursor_.seek(offset);
  cursor_.limit_to(end_);
}

void Entries::resume() {
  if (cursor_.offset() == next_) return;
  cursor_.seek(next_);
  cursor_.limit_to(end_);
}

Result<bool> Entries::next(Entry& entry) {
  resume();
  AEX_CHECK(cursor_.status());
  if (cursor_.rest() == 0) return false;
  entry = Entry();
  entry.offset = cursor_.offset();
  const std::uint64_t code = cursor_.uleb();
  entry.is_end = code == 0;
  if (!entry.is_end) {
    abbreviations_.select(table_);
    const Shape* const shape = abbreviations_.find(code);
    if (shape == nullptr) {
      AEX_CHECK(abbreviations_.status());
      cursor_.fail(entry.offset, "has the unknown abbreviation " + std::to_string(code));
      return cursor_.status().error();
    }
    entry.tag = shape->tag;
    entry.has_children = shape->has_children;
    const AttributeShape* const attributes = abbreviations_.attributes(*shape);
    for (std::uint32_t i = 0; i < shape->count && cursor_.ok(); ++i) {
      const AttributeShape& shape_of = attributes[i];
      const Value value = read_value(cursor_, encoding_, shape_of.form, shape_of.implicit);
      if (Value* const slot = slot_of(entry, shape_of.attribute)) *slot = value;
    }
  }
  AEX_CHECK(cursor_.status());
  next_ = cursor_.offset();
  return true;
}

}  // namespace aex::dwarf
