/** Line tables of every version, made by hand. */
#pragma once

#include "support/byte_writer.hpp"

namespace aex::testing {

/** What varies between the line tables of these tests. */
struct LineShape {
  unsigned version = 5;
  bool is_64 = false;
  bool is_big_endian = false;
  unsigned line_range = 14;
  unsigned max_operations = 1;
  unsigned min_instruction_bytes = 1;
  unsigned opcode_base = 13;

  ByteWriter writer() const { return ByteWriter(is_big_endian, is_64); }
};

/** Folders "inc" and "C:\w" and files "a.c" (folder 0), "b.h" (1) and "d.h" (2); in DWARF 5 the
 *  compilation folder "/src" comes before them, and MD5 sums and a vendor's field stand between. */
inline ByteWriter line_lists(const LineShape& shape) {
  ByteWriter out = shape.writer();
  if (shape.version < 5) {
    out.text("inc").text("C:\\w").u8(0);
    out.text("a.c").uleb(0).uleb(1).uleb(2);
    out.text("b.h").uleb(1).uleb(0).uleb(0);
    out.text("d.h").uleb(2).uleb(0).uleb(0);
    return out.u8(0);
  }
  out.u8(1).uleb(1).uleb(0x08);
  out.uleb(3).text("/src").text("inc").text("C:\\w");
  out.u8(4).uleb(1).uleb(0x08).uleb(2).uleb(0x0b).uleb(5).uleb(0x1e).uleb(0x2001).uleb(0x0a);
  out.uleb(3);
  const char* const names[] = {"a.c", "b.h", "d.h"};
  for (unsigned i = 0; i < 3; ++i) out.text(names[i]).u8(i).u64(i).u64(i).u8(2).u16(7);
  return out;
}

/** A table with these lists and this program. */
inline ByteWriter line_table(const LineShape& shape, const ByteWriter& lists,
                             const ByteWriter& program) {
  ByteWriter header = shape.writer();
  header.u8(shape.min_instruction_bytes);
  if (shape.version >= 4) header.u8(shape.max_operations);
  header.u8(1).u8(std::uint8_t(-5)).u8(shape.line_range).u8(shape.opcode_base);
  const unsigned counts[] = {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 2, 3};
  for (unsigned opcode = 1; opcode < shape.opcode_base; ++opcode) header.u8(counts[opcode - 1]);
  header.raw(lists);
  ByteWriter body = shape.writer();
  body.u16(shape.version);
  if (shape.version >= 5) body.u8(8).u8(0);
  body.sized(header).raw(program);
  ByteWriter table = shape.writer();
  table.unit(body);
  return table;
}

}  // namespace aex::testing
