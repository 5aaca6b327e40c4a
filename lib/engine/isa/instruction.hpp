/** A decoded instruction. */
#pragma once

#include <cstdint>

namespace aex::engine {

/** What an instruction does: the rows of instructions.def, three that end a block, and forms of
 *  them that only decoded blocks have, see forms.hpp. */
enum class Op : std::uint16_t {
#define AEX_INSTRUCTION(id, text, match, mask, format, operands, ...) id,
#include "engine/isa/instructions.def"
#undef AEX_INSTRUCTION
  illegal, /**< no instruction: faults, is not counted */
  go_on,   /**< the block ends, the code does not; is not counted */
  stop,    /**< returns to the caller; is not counted */
#define AEX_FORWARD(id, source, ...) id##_##source,
#include "engine/isa/forwards.def"
#undef AEX_FORWARD
#define AEX_FUSION(first, from) first##_##from##_beqz, first##_##from##_bnez,
#define AEX_PAIR(first, from, second, from_then) first##_##from##_##second##_##from_then,
#include "engine/isa/pairs.def"
#undef AEX_FUSION
#undef AEX_PAIR
  count /**< of all these */
};

/** Where an instruction takes its operands from: all from the registers, or the one named, an
 *  integer or a floating-point register, from the last result of its kind. */
enum class From : std::uint8_t { registers, rs1, rs2, fs1, fs2, fs3 };

/** The register that takes what is written to x0. */
constexpr std::uint8_t kSink = 32;

/** Sixteen bytes that hold everything needed to execute. A compressed instruction becomes the one
 *  that it abbreviates. */
struct Instruction {
  Op op = Op::illegal;
  std::uint8_t rd = 0; /**< kSink for x0 */
  std::uint8_t rs1 = 0;
  std::uint8_t rs2 = 0;
  std::uint8_t rs3 = 0; /**< of a pair load the second destination, kSink for x0 */
  std::uint8_t rounding = 0;
  std::uint8_t size = 4;       /**< bytes in memory: 2 or 4 */
  std::uint64_t immediate = 0; /**< sign-extended; of jumps and auipc the address itself */
};
static_assert(sizeof(Instruction) == 16, "the decoded code stays compact");

/** Nothing after it in its block can be reached. */
bool ends_block(Op op);
bool is_conditional_branch(Op op);
/** Jumps and branches. */
bool is_control_transfer(Op op);

}  // namespace aex::engine
