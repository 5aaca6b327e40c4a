#include "engine/isa/decode.hpp"

#include <cstddef>

#include "engine/isa/fields.hpp"

namespace aex::engine {
namespace {

enum class Format : std::uint8_t {
  None,
  R,
  Rs,   /* one integer source */
  Rf,   /* none */
  Rdd,  /* two sources of double precision, none of integers */
  Rddd, /* three */
  I,
  Shift,
  S,
  Sf, /* of a floating-point register */
  Sd, /* of double precision */
  B,
  U,
  Pc,
  J,
  Csr,
  Amo,
  Ldp,
  Lwp,
  Sdp,
  Swp,
  Pref,
};

struct Row {
  Op op;
  Format format;
  std::uint32_t match;
  std::uint32_t mask;
  const char* text;
  const char* operands;
};

constexpr Row kRows[] = {
#define AEX_INSTRUCTION(id, text, match, mask, format, operands, ...) \
  {Op::id, Format::format, match, mask, text, operands},
#include "engine/isa/instructions.def"
#undef AEX_INSTRUCTION
};
constexpr std::size_t kRowCount = sizeof kRows / sizeof kRows[0];

constexpr std::size_t kMajors = 32;
constexpr std::size_t major_of(std::uint32_t opcode) { return opcode >> 2 & 31; }

/* The rows grouped by major opcode, in their order. */
struct Index {
  std::uint16_t begin[kMajors + 1] = {};
  std::uint16_t rows[kRowCount] = {};
};

constexpr Index make_index() {
  Index index;
  std::uint16_t filled = 0;
  for (std::size_t major = 0; major < kMajors; ++major) {
    index.begin[major] = filled;
    for (std::size_t row = 0; row < kRowCount; ++row) {
      if (major_of(kRows[row].match) == major) {
        index.rows[filled++] = static_cast<std::uint16_t>(row);
      }
    }
  }
  index.begin[kMajors] = filled;
  return index;
}

constexpr Index kIndex = make_index();

const Row* find_row(std::uint32_t opcode) {
  const std::size_t major = major_of(opcode);
  for (std::size_t i = kIndex.begin[major]; i < kIndex.begin[major + 1]; ++i) {
    const Row& row = kRows[kIndex.rows[i]];
    if ((opcode & row.mask) == row.match) return &row;
  }
  return nullptr;
}

std::uint64_t branch_offset(std::uint32_t opcode) {
  return sign_extend(field(opcode, 31, 31) << 12 | field(opcode, 7, 7) << 11 |
                         field(opcode, 30, 25) << 5 | field(opcode, 11, 8) << 1,
                     13);
}

std::uint64_t jump_offset(std::uint32_t opcode) {
  return sign_extend(field(opcode, 31, 31) << 20 | field(opcode, 19, 12) << 12 |
                         field(opcode, 20, 20) << 11 | field(opcode, 30, 21) << 1,
                     21);
}

std::uint64_t immediate_of(Format format, std::uint64_t pc, std::uint32_t opcode) {
  switch (format) {
    case Format::I: return sign_extend(field(opcode, 31, 20), 12);
    case Format::Shift: return field(opcode, 25, 20);
    case Format::S:
    case Format::Sf:
    case Format::Sd: return sign_extend(field(opcode, 31, 25) << 5 | field(opcode, 11, 7), 12);
    case Format::B: return pc + branch_offset(opcode);
    case Format::U: return sign_extend(opcode & 0xfffff000, 32);
    case Format::Pc: return pc + sign_extend(opcode & 0xfffff000, 32);
    case Format::J: return pc + jump_offset(opcode);
    case Format::Csr: return field(opcode, 31, 20);
    case Format::Ldp: return field(opcode, 26, 23) << 3;
    case Format::Lwp: return field(opcode, 26, 22) << 2;
    case Format::Sdp: return field(opcode, 26, 25) << 5 | field(opcode, 11, 10) << 3;
    case Format::Swp: return field(opcode, 26, 25) << 5 | field(opcode, 11, 9) << 2;
    case Format::Pref: return field(opcode, 28, 20);
    default: return 0;
  }
}

}  // namespace

const char* operands_of(Op op) {
  const auto row = static_cast<std::size_t>(op);
  return row < kRowCount ? kRows[row].operands : "";
}

void redirect_zero_writes(Instruction& instruction) {
  for (const char* letter = operands_of(instruction.op); *letter != 0; ++letter) {
    if (*letter == 'd' && instruction.rd == 0) instruction.rd = kSink;
    if (*letter == 'e' && instruction.rs3 == 0) instruction.rs3 = kSink;
  }
}

Decoded decode(std::uint64_t pc, std::uint32_t opcode) {
  if ((opcode & 3) != 3) return decode_compressed(pc, static_cast<std::uint16_t>(opcode));
  Decoded decoded;
  const Row* row = find_row(opcode);
  if (row == nullptr) return decoded;
  Instruction& instruction = decoded.instruction;
  instruction.op = row->op;
  instruction.rd = static_cast<std::uint8_t>(field(opcode, 11, 7));
  instruction.rs1 = static_cast<std::uint8_t>(field(opcode, 19, 15));
  instruction.rs2 = static_cast<std::uint8_t>(field(opcode, 24, 20));
  instruction.rs3 = static_cast<std::uint8_t>(field(opcode, 31, 27));
  instruction.rounding = static_cast<std::uint8_t>(field(opcode, 14, 12));
  instruction.immediate = immediate_of(row->format, pc, opcode);
  redirect_zero_writes(instruction);
  decoded.text = row->text;
  decoded.operands = row->operands;
  return decoded;
}

bool is_conditional_branch(Op op) { return op >= Op::beq && op <= Op::bgeu; }

bool is_control_transfer(Op op) { return op >= Op::jal && op <= Op::bgeu; }

bool ends_block(Op op) {
  switch (op) {
    case Op::roi_begin:
    case Op::roi_end:
    case Op::fence_i:
    case Op::ecall:
    case Op::ebreak:
    case Op::wfi:
    case Op::illegal:
    case Op::go_on:
    case Op::stop: return true;
    default: return is_control_transfer(op);
  }
}

}  // namespace aex::engine
