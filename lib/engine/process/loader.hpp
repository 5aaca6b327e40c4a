/** Puts a program into guest memory and its start-up data onto the stack, as Linux does. */
#pragma once

#include <string>

#include "elf/workload.hpp"
#include "engine/interpreter/hart.hpp"
#include "engine/machine/memory.hpp"

namespace aex::engine {

/** Where things are, as guest addresses. */
struct GuestLayout {
  std::uint64_t heap_begin = 0; /**< first page after the program: the break starts here */
  std::uint64_t map_end = 0;    /**< mappings grow down from here; above lies the guard gap */
  std::uint64_t stack_begin = 0;
  std::uint64_t stack_end = 0;
};

struct LoadedProgram {
  Memory memory;
  GuestLayout layout;
  Hart hart; /**< at the entry point, the stack pointer set */
};

/** Loads the program that check_workload() accepted. `name` becomes argv[0]. Initial values whose
 *  physical address differs from the virtual one are put at both: start-up code for bare metal
 *  copies them. Such a program, and one that sets its stack pointer itself, has
 *  hart.is_bare_metal.
 *  Code::guest_too_large when it does not fit `max_guest_bytes`; Code::no_memory; errors of
 *  reading. */
Result<LoadedProgram> load_program(elf::File& file, const elf::Workload& workload,
                                   const std::string& name, std::uint64_t max_guest_bytes);

/** What Linux leaves on the stack of a new program: arguments, environment, auxiliary vector. */
struct StartData {
  std::string name; /**< argv[0] */
  std::uint64_t entry = 0;
  std::uint64_t headers = 0; /**< address of the program headers, 0 if they are not loaded */
  std::uint64_t header_count = 0;
};

/** Writes it below `stack_end`; returns the stack pointer. */
std::uint64_t write_start_stack(Memory& memory, std::uint64_t stack_end, const StartData& start);

}  // namespace aex::engine
