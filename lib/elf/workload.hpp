/** Judges whether a file is a program that a core can run, from its headers alone. */
#pragma once

#include "elf/file.hpp"

namespace aex::elf {

/** What the judge learned. */
struct Workload {
  Header header;
  std::vector<Segment> segments; /**< all program headers, in file order */
};

/** Reads the file header, the program headers and, of a position-independent program, the dynamic
 *  section; never the whole file. `xlen` is the width that the core needs, 0 for any.
 *  Code::workload_empty, Code::elf_not_elf, Code::elf_truncated, Code::elf_malformed,
 *  Code::elf_wrong_machine (not RISC-V), Code::elf_wrong_class (the width),
 *  Code::elf_not_executable (object file, library, dynamically linked, or nothing to load). The
 *  detail names `path`. */
Result<Workload> check_workload(os::ReadFile& file, const std::string& path, int xlen);

}  // namespace aex::elf
