#include "dwarf/form.hpp"

namespace aex::dwarf {
namespace {

/* Bytes of a form of fixed width; 0 for all others. */
unsigned width_of(Form form, const Encoding& encoding) {
  switch (form) {
    case Form::addr: return encoding.address_bytes;
    case Form::data1:
    case Form::flag:
    case Form::ref1:
    case Form::strx1:
    case Form::addrx1: return 1;
    case Form::data2:
    case Form::ref2:
    case Form::strx2:
    case Form::addrx2: return 2;
    case Form::strx3:
    case Form::addrx3: return 3;
    case Form::data4:
    case Form::ref4:
    case Form::ref_sup4:
    case Form::strx4:
    case Form::addrx4: return 4;
    case Form::data8:
    case Form::ref8:
    case Form::ref_sig8:
    case Form::ref_sup8: return 8;
    case Form::strp:
    case Form::line_strp:
    case Form::strp_sup:
    case Form::sec_offset:
    case Form::gnu_ref_alt:
    case Form::gnu_strp_alt: return encoding.is_64 ? 8 : 4;
    case Form::ref_addr:
      return encoding.version <= 2 ? encoding.address_bytes : encoding.is_64 ? 8 : 4;
    default: return 0;
  }
}

bool is_uleb(Form form) {
  switch (form) {
    case Form::udata:
    case Form::ref_udata:
    case Form::strx:
    case Form::addrx:
    case Form::loclistx:
    case Form::rnglistx:
    case Form::gnu_addr_index:
    case Form::gnu_str_index: return true;
    default: return false;
  }
}

std::uint64_t block_size(Cursor& cursor, Form form) {
  switch (form) {
    case Form::block1: return cursor.u8();
    case Form::block2: return cursor.u16();
    case Form::block4: return cursor.u32();
    case Form::data16: return 16;
    default: return cursor.uleb();
  }
}

void read_block(Cursor& cursor, Value& value) {
  value.size = block_size(cursor, value.form);
  value.number = cursor.offset();
  cursor.skip(value.size);
}

Form indirect_form(Cursor& cursor) {
  const std::uint64_t code = cursor.uleb();
  const Form form = code > UINT16_MAX ? Form::none : Form(code);
  if (form == Form::indirect || form == Form::implicit_const) {
    cursor.fail("has an indirect form that leads nowhere");
  }
  return form;
}

void read_odd(Cursor& cursor, const Encoding& encoding, std::int64_t implicit, Value& value) {
  switch (value.form) {
    case Form::sdata: value.number = std::uint64_t(cursor.sleb()); return;
    case Form::flag_present: value.number = 1; return;
    case Form::implicit_const: value.number = std::uint64_t(implicit); return;
    case Form::string:
      value.number = cursor.offset();
      cursor.text(nullptr);
      return;
    case Form::llvm_addrx_offset:
      value.number = cursor.uleb();
      value.size = cursor.u32();
      return;
    case Form::indirect: {
      const Form form = indirect_form(cursor);
      if (cursor.ok()) value = read_value(cursor, encoding, form);
      return;
    }
    default: cursor.fail("has the unknown form " + std::to_string(unsigned(value.form)));
  }
}

}  // namespace

bool is_block(Form form) {
  return form == Form::block || form == Form::block1 || form == Form::block2 ||
         form == Form::block4 || form == Form::exprloc || form == Form::data16;
}

bool is_text_index(Form form) {
  return form == Form::strx || (form >= Form::strx1 && form <= Form::strx4) ||
         form == Form::gnu_str_index;
}

bool is_text(Form form) {
  return form == Form::string || form == Form::strp || form == Form::line_strp ||
         form == Form::strp_sup || form == Form::gnu_strp_alt || is_text_index(form);
}

bool is_address_index(Form form) {
  return form == Form::addrx || (form >= Form::addrx1 && form <= Form::addrx4) ||
         form == Form::gnu_addr_index || form == Form::llvm_addrx_offset;
}

Value read_value(Cursor& cursor, const Encoding& encoding, Form form, std::int64_t implicit) {
  Value value;
  value.form = form;
  if (const unsigned width = width_of(form, encoding); width != 0) {
    value.number = cursor.unsigned_of(width);
  } else if (is_uleb(form)) {
    value.number = cursor.uleb();
  } else if (is_block(form)) {
    read_block(cursor, value);
  } else {
    read_odd(cursor, encoding, implicit, value);
  }
  return value;
}

}  // namespace aex::dwarf
