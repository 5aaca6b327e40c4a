#include "analysis/functions/symbol_names.hpp"

#include <algorithm>

namespace aex::analysis {
namespace {

/* "$x" and the like mark code and data; ".L" names are of the assembler. */
bool is_function(const elf::Symbol& symbol, std::string_view name) {
  if (symbol.section == 0 || name.empty() || name[0] == '$' || name[0] == '.') return false;
  return symbol.type == elf::kSymbolFunction || symbol.type == elf::kSymbolIndirectFunction ||
         symbol.type == elf::kSymbolNoType;
}

/* A function's name goes before a label's, a global before a local. */
int rank(const elf::Symbol& symbol) {
  return (symbol.type == elf::kSymbolNoType ? 4 : 0) + (symbol.binding == 1 ? 0 : 1);
}

}  // namespace

Result<SymbolNames> SymbolNames::read(DebugFile& file) {
  SymbolNames result(file);
  AEX_TRY(result.symbols_, elf::Symbols::read(file.file(), file.table()));
  for (const elf::Symbol& symbol : result.symbols_.all()) {
    const bool is_wanted = is_function(symbol, result.symbols_.name(symbol));
    if (is_wanted && file.is_code(symbol.address)) result.functions_.push_back(symbol);
  }
  std::stable_sort(result.functions_.begin(), result.functions_.end(),
                   [](const elf::Symbol& a, const elf::Symbol& b) {
                     return a.address != b.address ? a.address < b.address : rank(a) < rank(b);
                   });
  return result;
}

std::uint64_t SymbolNames::end_of(const elf::Symbol& symbol, std::uint64_t limit) const {
  if (symbol.size != 0) return symbol.address + symbol.size;
  for (const elf::Section& section : file_->table().all()) {
    const bool is_code = (section.flags & elf::kSectionExecutable) != 0;
    if (is_code && symbol.address >= section.address &&
        symbol.address - section.address < section.size) {
      return std::min(limit, section.address + section.size);
    }
  }
  return symbol.address;
}

std::string_view SymbolNames::choose(std::uint64_t address, std::string_view name) const {
  auto symbol = std::lower_bound(
      functions_.begin(), functions_.end(), address,
      [](const elf::Symbol& other, std::uint64_t at) { return other.address < at; });
  std::string_view best = name;
  bool is_first = true;
  for (; symbol != functions_.end() && symbol->address == address; ++symbol) {
    const std::string_view other = symbols_.name(*symbol);
    if (other == name) return name;
    if (is_first && symbol->type != elf::kSymbolNoType) best = other;
    is_first = false;
  }
  return best;
}

}  // namespace aex::analysis
