#include "engine/isa/disassemble.hpp"

#include <cstdio>
#include <cstring>

#include "engine/isa/csr.hpp"

/* The letters of an operand text:
 *   d s t r e   integer registers rd, rs1, rs2, rs3, and rs3 as a destination
 *   D S T R     floating-point registers rd, rs1, rs2, rs3
 *   i x u       immediate: decimal, hexadecimal, the upper 20 bits
 *   p           address of a jump or branch
 *   E z h       number of a control register, rs1 as a number, rd as a number
 *   P Q         what a fence orders
 *   m n         rounding mode, left out if dynamic (m) or nearest-even (n)
 * Anything else stands for itself. */

namespace aex::engine {
namespace {

constexpr std::size_t kMnemonicWidth = 12;
constexpr unsigned kNearestEven = 0;
constexpr unsigned kDynamic = 7;

std::string hex(std::uint64_t value, int digits) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%0*llx", digits, static_cast<unsigned long long>(value));
  return text;
}

std::string x_register(unsigned number) { return "x" + std::to_string(number & 31); }
std::string f_register(unsigned number) { return "f" + std::to_string(number); }

std::string decimal(std::uint64_t value) {
  return std::to_string(static_cast<std::int64_t>(value));
}

std::string rounding_text(unsigned rounding, unsigned unsaid) {
  static constexpr const char* kNames[8] = {"rne", "rtz",     "rdn",     "rup",
                                            "rmm", "unknown", "unknown", "dyn"};
  return rounding == unsaid ? std::string() : std::string(",") + kNames[rounding & 7];
}

std::string fence_set(std::uint64_t bits) {
  static constexpr char kLetters[] = "iorw";
  std::string set;
  for (int i = 0; i < 4; ++i) {
    if ((bits >> (3 - i) & 1) != 0) set += kLetters[i];
  }
  return set.empty() ? "unknown" : set;
}

std::string csr_text(std::uint64_t number) {
  const char* name = csr_name(static_cast<std::uint16_t>(number));
  return name != nullptr ? name : hex(number, 1);
}

std::string upper(const Instruction& instruction, std::uint64_t pc) {
  const bool is_relative = instruction.op == Op::auipc;
  const std::uint64_t value = instruction.immediate - (is_relative ? pc : 0);
  return hex(value >> 12 & 0xfffff, 1);
}

std::string operand(char letter, const Instruction& instruction, std::uint64_t pc) {
  switch (letter) {
    case 'd': return x_register(instruction.rd);
    case 's': return x_register(instruction.rs1);
    case 't': return x_register(instruction.rs2);
    case 'r':
    case 'e': return x_register(instruction.rs3);
    case 'D': return f_register(instruction.rd);
    case 'S': return f_register(instruction.rs1);
    case 'T': return f_register(instruction.rs2);
    case 'R': return f_register(instruction.rs3);
    case 'i': return decimal(instruction.immediate);
    case 'x': return hex(instruction.immediate, 1);
    case 'u': return upper(instruction, pc);
    case 'p': return hex(instruction.immediate, 8);
    case 'E': return csr_text(instruction.immediate);
    case 'z': return std::to_string(instruction.rs1);
    case 'h': return std::to_string(instruction.rd);
    case 'P': return fence_set(instruction.immediate >> 4 & 15);
    case 'Q': return fence_set(instruction.immediate & 15);
    case 'm': return rounding_text(instruction.rounding, kDynamic);
    case 'n': return rounding_text(instruction.rounding, kNearestEven);
    default: return std::string(1, letter);
  }
}

/* Atomics carry their ordering in the mnemonic. */
std::string mnemonic(const Decoded& decoded, std::uint32_t opcode) {
  static constexpr const char* kOrders[4] = {"", ".rl", ".aq", ".aqrl"};
  std::string text = decoded.text;
  if ((opcode & 0x7f) == 0x2f) text += kOrders[opcode >> 25 & 3];
  return text;
}

std::string padded(std::string text) {
  text.append(text.size() < kMnemonicWidth ? kMnemonicWidth - text.size() : 1, ' ');
  return text;
}

bool completes_address(const Decoded& decoded) {
  const Instruction& instruction = decoded.instruction;
  const bool is_short = instruction.size == 2;
  switch (instruction.op) {
    case Op::addi:
    case Op::addiw:
      /* Of the short spellings only c.addi and c.addiw add to what they overwrite. */
      return instruction.rs1 != 0 && (!is_short || std::strcmp(decoded.operands, "d,i") == 0);
    case Op::jalr:
    case Op::flw:
    case Op::fld:
    case Op::fsw:
    case Op::fsd: return !is_short;
    default: return !is_short && instruction.op >= Op::lb && instruction.op <= Op::sd;
  }
}

}  // namespace

std::string Disassembler::comment(const Decoded& decoded) {
  if (!completes_address(decoded)) return {};
  const Instruction& instruction = decoded.instruction;
  HighPart& high = high_parts_[instruction.rs1];
  std::uint64_t address = instruction.immediate;
  if (high.is_known) {
    address += instruction.rs1 != 0 ? high.value : 0;
    high.is_known = false;
  } else if (instruction.rs1 != 0 && instruction.rs1 != 4) {
    return {};
  }
  if (instruction.op == Op::addiw) {
    address = static_cast<std::uint64_t>(
        static_cast<std::int64_t>(static_cast<std::int32_t>(static_cast<std::uint32_t>(address))));
  }
  return " # " + hex(address, 8);
}

void Disassembler::note_address(const Decoded& decoded) {
  const Instruction& instruction = decoded.instruction;
  if (instruction.op != Op::lui && instruction.op != Op::auipc) return;
  high_parts_[instruction.rd & 31] = {true, instruction.immediate};
}

std::string Disassembler::text(std::uint64_t pc, std::uint32_t opcode) {
  const Decoded decoded = decode(pc, opcode);
  if (decoded.text == nullptr) {
    const bool is_short = decoded.instruction.size == 2;
    if (is_short && opcode == 0) return "c.unimp";
    return padded(is_short ? ".2byte" : ".4byte") + hex(opcode, 1);
  }
  note_address(decoded);
  if (*decoded.operands == 0) return mnemonic(decoded, opcode);
  std::string text = padded(mnemonic(decoded, opcode));
  for (const char* letter = decoded.operands; *letter != 0; ++letter) {
    text += operand(*letter, decoded.instruction, pc);
  }
  return text + comment(decoded);
}

}  // namespace aex::engine
