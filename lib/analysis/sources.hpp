/** Which source files a program was built from. */
#pragma once

#include "os/files.hpp"

namespace aex::analysis {

struct SourceOptions {
  bool only_existing = false; /**< leave out what is not a regular file on this machine */
};

/** The source files that the debug information of a linked ELF file names: those of the line
 *  tables of all its units, or a unit's own name where it has no table; if there are no units,
 *  those of all line tables. Sorted, each once, "." and ".." folded. Of the file only headers are
 *  read, in windows: the memory does not grow with it unless its sections are compressed.
 *
 *  Errors name the file, the section and the offset: Code::file_missing, Code::elf_not_elf,
 *  Code::elf_truncated, Code::elf_malformed, Code::elf_relocatable, Code::debug_info_missing,
 *  Code::dwarf_malformed. */
Result<std::vector<std::string>> source_files(os::Files& files, const std::string& elf_path,
                                              const SourceOptions& options = {});

}  // namespace aex::analysis
