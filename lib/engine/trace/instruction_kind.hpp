/** What sorts of instructions there are, for those who read traces. */
#pragma once

#include <string_view>
#include <vector>

#include "report/stf/instruction.hpp"

namespace aex::engine {

/** Bits: an instruction may be of several. */
enum InstructionKind : unsigned {
  kIsLoad = 1,
  kIsStore = 2,
  kIsBranch = 4, /**< conditional */
  kIsTaken = 8,  /**< a branch that was taken */
  kIsJump = 16,  /**< unconditional */
  kIsCall = 32,
  kIsReturn = 64,
  kIsFloat = 128,
  kIsAtomic = 256,
  kIsControlRegister = 512,
  kIsMarker = 1024, /**< of a region of interest */
  kIsSystemCall = 2048,
  kIsVendor = 4096,
};

/** Loads and stores are those that did access memory. */
unsigned kinds_of(const report::stf::TracedInstruction& instruction);

struct KindName {
  const char* name;
  InstructionKind kind;
};
/** "load", "store", "branch", … Static. */
const std::vector<KindName>& kind_names();

}  // namespace aex::engine
