/** Semihosting: how a bare-metal program asks its debugger for input, output and its end. The
 *  instruction before and the one after an ebreak say that it is meant so; see "RISC-V
 *  Semihosting" of RISC-V International, whose operations are Arm's. */
#pragma once

#include "engine/machine/memory.hpp"

namespace aex::engine {

/** Whether the ebreak just before `pc` is a semihosting call. */
bool is_semihosting(const Memory& memory, std::uint64_t pc);

}  // namespace aex::engine
