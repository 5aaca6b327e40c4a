/** From opcodes to instructions. */
#pragma once

#include "engine/isa/instruction.hpp"

namespace aex::engine {

/** Of its first 16 bits: 2 or 4 bytes. */
inline unsigned opcode_bytes(std::uint16_t low) { return (low & 3) == 3 ? 4 : 2; }

/** An instruction together with how it is written. */
struct Decoded {
  Instruction instruction;        /**< op is Op::illegal for an unknown opcode */
  const char* text = nullptr;     /**< the mnemonic; static */
  const char* operands = nullptr; /**< letters of disassemble.cpp; static */
};

/** Decodes the instruction at `pc`; a compressed one stands in the low half of `opcode`. */
Decoded decode(std::uint64_t pc, std::uint32_t opcode);

/** The same for one of 16 bits. */
Decoded decode_compressed(std::uint64_t pc, std::uint16_t opcode);

/** Decoded::operands of an instruction when it is written in 32 bits; empty for those that only end
 *  a block. Static. */
const char* operands_of(Op op);

/** Puts kSink in place of an x0 that `instruction` would write. */
void redirect_zero_writes(Instruction& instruction);

}  // namespace aex::engine
