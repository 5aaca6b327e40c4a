/** Which extensions of RISC-V the code of a program uses, by its opcodes. */
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/byte_view.hpp"

namespace aex::analysis {

/** How many instructions belong to each extension: "i", "m", "zba", "xmipslsp", …; "?" for opcodes
 *  that are none. */
using Census = std::map<std::string, std::uint64_t>;

/** The extension of one instruction. Static. Where several extensions share an opcode, the smallest
 *  one of the ratified list. A compressed one counts as "c". */
const char* extension_of(std::uint32_t opcode);

/** Counts `code`, which begins with an instruction; data between instructions is counted too, as
 *  what it looks like. Gives how many bytes at the end are not a whole instruction. */
std::size_t take_census(ByteView code, Census& census);

}  // namespace aex::analysis
