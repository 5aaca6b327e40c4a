/** Values of attributes and of line table fields. */
#pragma once

#include "dwarf/constants.hpp"
#include "dwarf/cursor.hpp"

namespace aex::dwarf {

/** What the width of some forms depends on. */
struct Encoding {
  std::uint16_t version = 0;
  bool is_64 = false; /**< the DWARF format, not the machine */
  std::uint8_t address_bytes = 0;
};

/** A value as it is written; what it refers to is not looked up. */
struct Value {
  Form form = Form::none;
  /** A number, address, index or offset into the section that the form implies; signed forms in
   *  two's complement. Of a block and of an inline text the offset where its bytes begin. */
  std::uint64_t number = 0;
  std::uint64_t size = 0; /**< bytes of a block */

  bool is_there() const { return form != Form::none; }
};

/** Reads one value; `implicit` is the number that the abbreviation holds for
 *  Form::implicit_const. A form that is not known is a fault of the cursor. */
Value read_value(Cursor& cursor, const Encoding& encoding, Form form, std::int64_t implicit = 0);

bool is_text(Form form);
bool is_block(Form form);
/** Whether the value is an index into .debug_addr. */
bool is_address_index(Form form);
bool is_text_index(Form form);

}  // namespace aex::dwarf
