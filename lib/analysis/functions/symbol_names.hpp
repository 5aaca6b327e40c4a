/** The symbols of functions, by address. */
#pragma once

#include "analysis/debug_file.hpp"
#include "elf/symbols.hpp"

namespace aex::analysis {

class SymbolNames {
 public:
  /** Code::elf_truncated, Code::elf_malformed. */
  static Result<SymbolNames> read(DebugFile& file);

  /** What the linker calls the function that begins at `address` and that debug information calls
   *  `name`: that is more exact for clones ("f.cold") and for C++ functions that only this file
   *  sees. `name` itself where it is one of the symbols, or where there are none. */
  std::string_view choose(std::uint64_t address, std::string_view name) const;

  /** Calls `visit(begin, end, name)` for one symbol of each address, in order. */
  template <class Visit>
  void each(Visit&& visit) const {
    for (std::size_t i = 0; i < functions_.size();) {
      const elf::Symbol& symbol = functions_[i];
      std::size_t next = i + 1;
      while (next < functions_.size() && functions_[next].address == symbol.address) ++next;
      const std::uint64_t limit = next < functions_.size() ? functions_[next].address : UINT64_MAX;
      visit(symbol.address, end_of(symbol, limit), symbols_.name(symbol));
      i = next;
    }
  }

 private:
  explicit SymbolNames(DebugFile& file) : file_(&file) {}
  std::uint64_t end_of(const elf::Symbol& symbol, std::uint64_t limit) const;

  DebugFile* file_;
  elf::Symbols symbols_;
  std::vector<elf::Symbol> functions_; /* by address; the best of each address first */
};

}  // namespace aex::analysis
