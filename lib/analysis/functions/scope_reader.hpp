/** Reads the functions and inlined calls of debugging entries. */
#pragma once

#include "analysis/functions/call_paths.hpp"
#include "analysis/functions/entry_names.hpp"
#include "analysis/functions/symbol_names.hpp"
#include "dwarf/info/ranges.hpp"

namespace aex::analysis {

class ScopeReader {
 public:
  /** All are borrowed. */
  ScopeReader(ScopeMap& scopes, TextTable& names, CallPaths& paths, const SymbolNames& symbols)
      : scopes_(&scopes), names_(&names), paths_(&paths), symbols_(&symbols) {}

  /** Enters what the units of `file` hold; gives those that stand for a split unit. */
  Result<std::vector<dwarf::Unit>> read(DebugFile& file, dwarf::Strings& strings);
  /** Enters what the split unit of `skeleton`, a unit of `main`, holds. */
  Status read_split(DebugFile& main, const dwarf::Unit& skeleton, DebugFile& file,
                    const dwarf::Contribution& part, dwarf::Strings& strings);

 private:
  struct Reading; /* of one file */

  Status read_unit(Reading& reading, const dwarf::Unit& unit);
  Result<ScopeId> take(Reading& reading, const dwarf::Unit& unit, const dwarf::Entry& entry,
                       ScopeId above);
  Status fill(const dwarf::Entry& entry, Scope& scope);

  ScopeMap* scopes_;
  TextTable* names_;
  CallPaths* paths_;
  const SymbolNames* symbols_;
  std::vector<dwarf::AddressRange> covered_;
};

}  // namespace aex::analysis
