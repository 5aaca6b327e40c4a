/** Notes: what compilers, linkers and systems write into an ELF file about itself. */
#pragma once

#include "elf/section_table.hpp"

namespace aex::elf {

constexpr std::uint32_t kNoteBuildId = 3; /**< of the owner "GNU" */

struct Note {
  std::string owner; /**< e.g. "GNU" */
  std::uint32_t type = 0;
  Bytes contents;
};

/** The notes of all sections that hold some or, without sections, of all segments that do, in file
 *  order; at most 1 MiB of each. Code::elf_truncated, Code::elf_malformed. */
Result<std::vector<Note>> read_notes(File& file, const SectionTable& table);

/** The build id in hexadecimal; empty if there is none. */
std::string build_id(const std::vector<Note>& notes);

}  // namespace aex::elf
