#include "dwarf/info/units.hpp"

namespace aex::dwarf {
namespace {

/* The header of .debug_str_offsets, which indices count from where no base is given. */
std::uint64_t default_str_offsets(const Encoding& encoding) {
  if (encoding.version < 5) return 0;
  return encoding.is_64 ? 16 : 8;
}

}  // namespace

Units::Units(Section& info, Section& abbreviations, const Sections& sections, Strings& strings)
    : cursor_(info, sections.is_big_endian()),
      abbreviations_(Cursor(abbreviations, sections.is_big_endian())),
      strings_(&strings) {}

Status Units::open(Sections& sections, Strings& strings, std::optional<Units>& out) {
  out.reset();
  AEX_TRY(Section* const info, sections.find(".debug_info"));
  if (info == nullptr) return {};
  AEX_TRY(Section* const abbreviations, sections.find(".debug_abbrev"));
  if (abbreviations == nullptr) {
    return Error(Code::dwarf_malformed, sections.path() + " has .debug_info but no .debug_abbrev");
  }
  out = Units(*info, *abbreviations, sections, strings);
  return {};
}

/* Linkers align what they join, so zeros may stand between two units. */
Result<bool> Units::find_next(std::uint64_t* offset) {
  constexpr std::uint64_t kLengthBytes = 4;
  cursor_.seek(*offset);
  while (cursor_.ok() && cursor_.rest() >= kLengthBytes) {
    *offset = cursor_.offset();
    if (cursor_.u32() == 0) continue;
    cursor_.seek(*offset);
    break;
  }
  const bool is_found = cursor_.rest() >= kLengthBytes;
  AEX_CHECK(cursor_.status());
  return is_found;
}

Result<bool> Units::read_next(std::uint64_t* offset, Unit& unit) {
  AEX_TRY(const bool is_found, find_next(offset));
  if (!is_found) return false;
  unit = Unit();
  read_header(unit);
  AEX_CHECK(cursor_.status());
  *offset = unit.end;
  AEX_CHECK(read_first_entry(unit));
  return true;
}

void Units::read_header(Unit& unit) {
  unit.offset = cursor_.offset();
  const std::uint64_t length = cursor_.unit_length(&unit.encoding.is_64);
  unit.end = cursor_.offset() + length;
  const std::uint64_t start = cursor_.offset();
  const unsigned version = unit.encoding.version = cursor_.u16();
  if (cursor_.ok() && (version < 2 || version > 5)) {
    return cursor_.fail(start, "is a unit of version " + std::to_string(version));
  }
  if (version >= 5) {
    unit.type = UnitType(cursor_.u8());
    unit.encoding.address_bytes = cursor_.u8();
  }
  unit.abbreviations = part_.abbreviations + cursor_.offset_of(unit.encoding.is_64);
  if (version < 5) unit.encoding.address_bytes = cursor_.u8();
  if (unit.type == UnitType::skeleton || unit.type == UnitType::split_compile) {
    unit.dwo_id = cursor_.u64();
  }
  if (unit.is_type_unit()) {
    cursor_.u64();
    cursor_.offset_of(unit.encoding.is_64);
  }
  unit.entry = cursor_.offset();
}

Status Units::read_first_entry(Unit& unit) {
  unit.text_base = {unit.encoding.is_64, part_.str_offsets + default_str_offsets(unit.encoding)};
  if (cursor_.rest() == 0) return {};
  const std::uint64_t code = cursor_.uleb();
  AEX_CHECK(cursor_.status());
  if (code == 0) return {};
  abbreviations_.select(unit.abbreviations);
  const Shape* const shape = abbreviations_.find(code);
  if (shape == nullptr) {
    AEX_CHECK(abbreviations_.status());
    cursor_.fail(unit.entry, "has the unknown abbreviation " + std::to_string(code));
    return cursor_.status();
  }
  unit.tag = shape->tag;
  name_ = folder_ = dwo_name_ = Value();
  const AttributeShape* const attributes = abbreviations_.attributes(*shape);
  for (std::uint32_t i = 0; i < shape->count && cursor_.ok(); ++i) {
    const AttributeShape& attribute = attributes[i];
    take(attribute.attribute,
         read_value(cursor_, unit.encoding, attribute.form, attribute.implicit), unit);
  }
  AEX_CHECK(cursor_.status());
  return read_texts(unit);
}

void Units::take(Attribute attribute, const Value& value, Unit& unit) {
  switch (attribute) {
    case Attribute::stmt_list:
      unit.has_line_table = true;
      unit.line_table = value.number;
      break;
    case Attribute::name: name_ = value; break;
    case Attribute::comp_dir: folder_ = value; break;
    case Attribute::dwo_name:
    case Attribute::gnu_dwo_name: dwo_name_ = value; break;
    case Attribute::gnu_dwo_id: unit.dwo_id = value.number; break;
    case Attribute::str_offsets_base: unit.text_base.str_offsets = value.number; break;
    case Attribute::low_pc: unit.low_pc = value; break;
    case Attribute::high_pc: unit.high_pc = value; break;
    case Attribute::ranges: unit.ranges = value; break;
    case Attribute::addr_base:
    case Attribute::gnu_addr_base: unit.addr_base = value.number; break;
    case Attribute::rnglists_base:
    case Attribute::gnu_ranges_base: unit.rnglists_base = value.number; break;
    default: break;
  }
}

/* Only now, as the base of text indices may stand behind the indices. */
Status Units::read_texts(Unit& unit) {
  const auto read = [&](const Value& value, TextId* out) -> Status {
    if (!is_text(value.form)) return {};
    AEX_TRY(*out, strings_->resolve(value, unit.text_base, cursor_));
    return {};
  };
  AEX_CHECK(read(name_, &unit.name));
  AEX_CHECK(read(folder_, &unit.folder));
  return read(dwo_name_, &unit.dwo_name);
}

}  // namespace aex::dwarf
