/** What Linux leaves on the stack of a new program: arguments, environment, auxiliary vector. */
#pragma once

#include <string>

#include "engine/machine/memory.hpp"

namespace aex::engine {

struct StartData {
  std::string name; /**< argv[0] */
  std::uint64_t entry = 0;
  std::uint64_t headers = 0; /**< address of the program headers, 0 if they are not loaded */
  std::uint64_t header_count = 0;
};

/** Writes below `stack_end`; returns the stack pointer. */
std::uint64_t write_start_stack(Memory& memory, std::uint64_t stack_end, const StartData& start);

}  // namespace aex::engine
