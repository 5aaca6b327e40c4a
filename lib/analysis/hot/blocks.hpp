/** Basic blocks, as far as counts show them. */
#pragma once

#include "analysis/hot/hot.hpp"

namespace aex::analysis {

/** Whether the text of an instruction is that of a jump, branch or return. */
bool leaves_block(std::string_view text);

/** Cuts instructions, which are in the order of their addresses, where code is missing between two,
 *  behind jumps and branches, where counts change and between functions; the block with most
 *  instructions retired first. */
std::vector<HotBlock> find_blocks(const std::vector<HotInstruction>& instructions);

}  // namespace aex::analysis
