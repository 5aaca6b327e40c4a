/** From an address to its function, and through what was inlined there. */
#pragma once

#include <string>

#include "analysis/functions/scope_map.hpp"
#include "os/files.hpp"

namespace aex::analysis {

/** One step of a call chain. */
struct Frame {
  NameId name = 0;
  std::uint32_t call_path = kNoPath; /**< where the next frame was inlined; kNoPath if unknown */
  std::uint32_t call_line = 0;
  std::uint32_t call_column = 0;
};

/** The functions of a program from its debug information (DWARF 2 to 5, also split), and from its
 *  symbols where that tells nothing. */
class FunctionIndex {
 public:
  /** A program without debug information has its symbols; one without symbols has nothing. Errors:
   *  Code::file_missing, Code::elf_not_elf, Code::elf_truncated, Code::elf_malformed,
   *  Code::elf_relocatable, Code::dwarf_malformed. */
  static Result<FunctionIndex> build(os::Files& files, const std::string& elf_path);

  /** The chain at an address, outermost function first; empty if none is known. All but the last
   *  frame tell where the next one was inlined. */
  std::vector<Frame> chain(std::uint64_t address) const;
  /** The innermost scope at an address. */
  ScopeId find(std::uint64_t address) const { return scopes_.find(address); }
  const ScopeMap& scopes() const { return scopes_; }

  /** As the linker knows it; see demangled(). */
  const std::string& name(NameId id) const { return names_[id]; }
  const std::string& path(std::uint32_t id) const { return paths_[id]; }
  /** Companions of split debug information that were not found. */
  const std::vector<std::string>& missing() const { return missing_; }

 private:
  friend class FunctionIndexBuilder;

  ScopeMap scopes_;
  std::vector<std::string> names_;
  std::vector<std::string> paths_;
  std::vector<std::string> missing_;
};

}  // namespace aex::analysis
