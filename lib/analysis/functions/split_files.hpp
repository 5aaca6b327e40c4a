/** The companions of split debug information: .dwo files, or one .dwp beside the program. */
#pragma once

#include "analysis/debug_file.hpp"
#include "dwarf/info/package_index.hpp"

namespace aex::analysis {

/** What a skeleton stands for. */
struct SplitUnit {
  DebugFile* file = nullptr; /**< owned by SplitFiles; null if it is nowhere */
  dwarf::Contribution part;
};

class SplitFiles {
 public:
  SplitFiles(os::Files& files, std::string elf_path)
      : files_(&files), elf_path_(std::move(elf_path)) {}

  /** Looks for `folder`/`name`, for the name beside the program, and in program.dwp. The file is
   *  valid until the next call. Code::dwarf_malformed and errors of ELF. */
  Result<SplitUnit> find(std::string_view folder, std::string_view name, std::uint64_t dwo_id);

 private:
  Result<DebugFile*> open_package();
  bool is_file(const std::string& path);

  os::Files* files_;
  std::string elf_path_;
  bool looked_for_package_ = false;
  std::unique_ptr<DebugFile> package_;
  std::unique_ptr<DebugFile> single_;
};

}  // namespace aex::analysis
