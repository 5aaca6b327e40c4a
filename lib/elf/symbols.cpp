#include "elf/symbols.hpp"

#include "elf/fields.hpp"

namespace aex::elf {
namespace {

constexpr std::uint64_t kMaxTableBytes = 256u << 20;
constexpr std::uint32_t kSymbolTable = 2;
constexpr std::uint32_t kDynamicSymbols = 11;

std::size_t symbol_bytes(bool is_64) { return is_64 ? 24 : 16; }

Symbol parse_symbol(const std::uint8_t* bytes, bool is_64, bool is_big_endian) {
  Fields fields({bytes, symbol_bytes(is_64)}, is_64, is_big_endian);
  Symbol symbol;
  symbol.name = fields.word();
  const std::size_t info_at = is_64 ? 4 : 12;
  symbol.type = bytes[info_at] & 15;
  symbol.binding = bytes[info_at] >> 4;
  if (is_64) fields.half();
  if (is_64) symbol.section = fields.half();
  symbol.address = fields.native();
  symbol.size = fields.native();
  if (!is_64) fields.half();
  if (!is_64) symbol.section = fields.half();
  return symbol;
}

const Section* find_type(const SectionTable& table, std::uint32_t type) {
  for (const Section& section : table.all()) {
    if (section.type == type) return &section;
  }
  return nullptr;
}

Result<Bytes> read_bounded(File& file, const SectionTable& table, const Section& section) {
  if (section.size > kMaxTableBytes) {
    return file.error(Code::elf_malformed, {"has over 256 MiB in ", table.name(section)});
  }
  if (section.type == kSectionNoBits) return Bytes();
  return file.read(section.offset, section.size);
}

}  // namespace

Result<Symbols> Symbols::read(File& file, const SectionTable& table) {
  Symbols result;
  const Section* section = find_type(table, kSymbolTable);
  result.is_full_ = section != nullptr;
  if (section == nullptr) section = find_type(table, kDynamicSymbols);
  if (section == nullptr) return result;
  if (section->link >= table.all().size()) {
    return file.error(Code::elf_malformed, "has symbols without names");
  }
  AEX_TRY(const Bytes& bytes, read_bounded(file, table, *section));
  AEX_TRY(result.names_, read_bounded(file, table, table.all()[section->link]));
  const bool is_64 = file.header().xlen == 64;
  const std::size_t size = symbol_bytes(is_64);
  result.symbols_.reserve(bytes.size() / size);
  for (std::size_t at = 0; at + size <= bytes.size(); at += size) {
    result.symbols_.push_back(parse_symbol(&bytes[at], is_64, file.header().is_big_endian));
  }
  return result;
}

std::string_view Symbols::name(const Symbol& symbol) const {
  const std::string_view rest = ByteView(names_).slice(symbol.name).text();
  const std::size_t end = rest.find('\0');
  return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

}  // namespace aex::elf
