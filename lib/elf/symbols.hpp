/** The symbols of an ELF file. */
#pragma once

#include "elf/section_table.hpp"

namespace aex::elf {

enum SymbolType : std::uint8_t {
  kSymbolNoType = 0,
  kSymbolObject = 1,
  kSymbolFunction = 2,
  kSymbolSection = 3,
  kSymbolFile = 4,
  kSymbolIndirectFunction = 10,
};

struct Symbol {
  std::uint32_t name = 0; /**< bytes into the table's names */
  std::uint8_t type = 0;
  std::uint8_t binding = 0;  /**< 0 local, 1 global, 2 weak */
  std::uint16_t section = 0; /**< 0: not defined here */
  std::uint64_t address = 0;
  std::uint64_t size = 0; /**< bytes; 0 if unknown */
};

/** .symtab, or .dynsym where that was stripped; empty where there is neither. */
class Symbols {
 public:
  /** Code::elf_truncated, Code::elf_malformed. */
  static Result<Symbols> read(File& file, const SectionTable& table);

  const std::vector<Symbol>& all() const { return symbols_; }
  /** Empty where the name lies outside the table of names. */
  std::string_view name(const Symbol& symbol) const;
  /** False if they are those of .dynsym, or none. */
  bool is_full() const { return is_full_; }

 private:
  std::vector<Symbol> symbols_;
  Bytes names_;
  bool is_full_ = false;
};

}  // namespace aex::elf
