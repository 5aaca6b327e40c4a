#include "engine/isa/decode.hpp"
#include "engine/isa/fields.hpp"

namespace aex::engine {
namespace {

enum class Format : std::uint8_t {
  None,
  Ciw,
  ClWord,
  ClDouble,
  CsWord,
  CsDouble,
  Ci,
  CiNotZero,
  CiLoad,
  CiStack,
  CiUpper,
  CiShift,
  CiDouble,
  CiWordNotZero,
  CiDoubleNotZero,
  CbShift,
  CbAnd,
  Ca,
  Cj,
  Cb,
  Cjr,
  Cmv,
  Cjalr,
  Cadd,
  CssWord,
  CssDouble,
};

struct Row {
  Op op;
  Format format;
  std::uint16_t match;
  std::uint16_t mask;
  const char* text;
  const char* operands;
};

constexpr Row kRows[] = {
#define AEX_COMPRESSED(text, match, mask, id, format, operands) \
  {Op::id, Format::format, match, mask, text, operands},
#include "engine/isa/compressed.def"
#undef AEX_COMPRESSED
};

constexpr std::uint8_t kStack = 2;

/* The registers of a row, before anything is known of its immediate. */
struct Registers {
  std::uint8_t wide;     /* [11:7] */
  std::uint8_t wide_low; /* [6:2] */
  std::uint8_t high;     /* [9:7], x8 to x15 */
  std::uint8_t low;      /* [4:2], x8 to x15 */
};

Registers registers_of(std::uint16_t opcode) {
  return {static_cast<std::uint8_t>(field(opcode, 11, 7)),
          static_cast<std::uint8_t>(field(opcode, 6, 2)),
          static_cast<std::uint8_t>(8 + field(opcode, 9, 7)),
          static_cast<std::uint8_t>(8 + field(opcode, 4, 2))};
}

void place(Instruction& to, unsigned rd, unsigned rs1, unsigned rs2) {
  to.rd = static_cast<std::uint8_t>(rd);
  to.rs1 = static_cast<std::uint8_t>(rs1);
  to.rs2 = static_cast<std::uint8_t>(rs2);
}

void place_registers(Instruction& to, Format format, std::uint16_t opcode) {
  const Registers r = registers_of(opcode);
  switch (format) {
    case Format::None: return place(to, 0, 0, 0);
    case Format::Ciw: return place(to, r.low, kStack, 0);
    case Format::ClWord:
    case Format::ClDouble: return place(to, r.low, r.high, 0);
    case Format::CsWord:
    case Format::CsDouble: return place(to, 0, r.high, r.low);
    case Format::Ci:
    case Format::CiNotZero:
    case Format::CiStack:
    case Format::CiShift: return place(to, r.wide, r.wide, 0);
    case Format::CiLoad:
    case Format::CiUpper: return place(to, r.wide, 0, 0);
    case Format::CiDouble:
    case Format::CiWordNotZero:
    case Format::CiDoubleNotZero: return place(to, r.wide, kStack, 0);
    case Format::CbShift:
    case Format::CbAnd: return place(to, r.high, r.high, 0);
    case Format::Ca: return place(to, r.high, r.high, r.low);
    case Format::Cj: return place(to, 0, 0, 0);
    case Format::Cb: return place(to, 0, r.high, 0);
    case Format::Cjr: return place(to, 0, r.wide, 0);
    case Format::Cmv: return place(to, r.wide, 0, r.wide_low);
    case Format::Cjalr: return place(to, 1, r.wide, 0);
    case Format::Cadd: return place(to, r.wide, r.wide, r.wide_low);
    case Format::CssWord:
    case Format::CssDouble: return place(to, 0, kStack, r.wide_low);
  }
}

std::uint64_t jump_offset(std::uint32_t op) {
  return sign_extend(field(op, 12, 12) << 11 | field(op, 11, 11) << 4 | field(op, 10, 9) << 8 |
                         field(op, 8, 8) << 10 | field(op, 7, 7) << 6 | field(op, 6, 6) << 7 |
                         field(op, 5, 3) << 1 | field(op, 2, 2) << 5,
                     12);
}

std::uint64_t branch_offset(std::uint32_t op) {
  return sign_extend(field(op, 12, 12) << 8 | field(op, 11, 10) << 3 | field(op, 6, 5) << 6 |
                         field(op, 4, 3) << 1 | field(op, 2, 2) << 5,
                     9);
}

std::uint64_t stack_adjustment(std::uint32_t op) {
  return sign_extend(field(op, 12, 12) << 9 | field(op, 6, 6) << 4 | field(op, 5, 5) << 6 |
                         field(op, 4, 3) << 7 | field(op, 2, 2) << 5,
                     10);
}

std::uint64_t immediate_of(Format format, std::uint64_t pc, std::uint32_t op) {
  const std::uint32_t six = field(op, 12, 12) << 5 | field(op, 6, 2);
  switch (format) {
    case Format::Ciw:
      return field(op, 12, 11) << 4 | field(op, 10, 7) << 6 | field(op, 6, 6) << 2 |
             field(op, 5, 5) << 3;
    case Format::ClWord:
    case Format::CsWord:
      return field(op, 12, 10) << 3 | field(op, 6, 6) << 2 | field(op, 5, 5) << 6;
    case Format::ClDouble:
    case Format::CsDouble: return field(op, 12, 10) << 3 | field(op, 6, 5) << 6;
    case Format::Ci:
    case Format::CiNotZero:
    case Format::CiLoad:
    case Format::CbAnd: return sign_extend(six, 6);
    case Format::CiUpper: return sign_extend(six << 12, 18);
    case Format::CiStack: return stack_adjustment(op);
    case Format::CiShift:
    case Format::CbShift: return six;
    case Format::CiWordNotZero:
      return field(op, 12, 12) << 5 | field(op, 6, 4) << 2 | field(op, 3, 2) << 6;
    case Format::CiDouble:
    case Format::CiDoubleNotZero:
      return field(op, 12, 12) << 5 | field(op, 6, 5) << 3 | field(op, 4, 2) << 6;
    case Format::Cj: return pc + jump_offset(op);
    case Format::Cb: return pc + branch_offset(op);
    case Format::CssWord: return field(op, 12, 9) << 2 | field(op, 8, 7) << 6;
    case Format::CssDouble: return field(op, 12, 10) << 3 | field(op, 9, 7) << 6;
    default: return 0;
  }
}

bool is_reserved(Format format, const Instruction& instruction) {
  switch (format) {
    case Format::Ciw:
    case Format::CiStack:
    case Format::CiUpper: return instruction.immediate == 0;
    case Format::CiNotZero:
    case Format::CiWordNotZero:
    case Format::CiDoubleNotZero: return instruction.rd == 0;
    case Format::Cjr: return instruction.rs1 == 0;
    default: return false;
  }
}

}  // namespace

Decoded decode_compressed(std::uint64_t pc, std::uint16_t opcode) {
  Decoded decoded;
  decoded.instruction.size = 2;
  for (const Row& row : kRows) {
    if ((opcode & row.mask) != row.match) continue;
    Instruction instruction;
    instruction.op = row.op;
    instruction.size = 2;
    place_registers(instruction, row.format, opcode);
    instruction.immediate = immediate_of(row.format, pc, opcode);
    if (is_reserved(row.format, instruction)) return decoded;
    redirect_zero_writes(instruction);
    decoded.instruction = instruction;
    decoded.text = row.text;
    decoded.operands = row.operands;
    return decoded;
  }
  return decoded;
}

}  // namespace aex::engine
