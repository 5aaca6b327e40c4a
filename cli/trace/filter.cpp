#include "cli/trace/filter.hpp"

#include <algorithm>
#include <charconv>

#include "cli/verbs/summary.hpp"
#include "engine/trace/instruction_kind.hpp"

namespace aex::cli {
namespace {

bool parse_hex(std::string_view text, std::uint64_t& value) {
  if (text.substr(0, 2) == "0x" || text.substr(0, 2) == "0X") text.remove_prefix(2);
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return fault == std::errc() && end == text.data() + text.size();
}

/* A whole name, or a pattern with * or ?. */
bool fits(const std::string& name, const std::string& pattern) {
  const bool is_pattern = pattern.find_first_of("*?") != std::string::npos;
  return is_pattern ? matches(name, pattern) : name == pattern;
}

}  // namespace

Result<FunctionNames> FunctionNames::read(const std::string& elf_path) {
  AEX_TRY(analysis::FunctionIndex index,
          analysis::FunctionIndex::build(os::system_files(), elf_path));
  return FunctionNames(std::move(index));
}

const std::string& FunctionNames::innermost(std::uint64_t pc) const {
  static const std::string kNone;
  const analysis::ScopeId scope = index_.find(pc);
  return scope == analysis::kNoScope ? kNone : index_.name(index_.scopes()[scope].name);
}

bool FunctionNames::is_in(std::uint64_t pc, const std::string& pattern) const {
  for (analysis::ScopeId scope = index_.find(pc); scope != analysis::kNoScope;
       scope = index_.scopes()[scope].caller) {
    if (fits(index_.name(index_.scopes()[scope].name), pattern)) return true;
  }
  return false;
}

bool FunctionNames::has(const std::string& pattern) const {
  for (analysis::ScopeId scope = 0; scope < index_.scopes().size(); ++scope) {
    if (fits(index_.name(index_.scopes()[scope].name), pattern)) return true;
  }
  return false;
}

Status TraceFilter::read_ranges(const Arguments& arguments) {
  for (const std::string& text : arguments.values("address")) {
    const std::size_t colon = text.find(':');
    Range range = {};
    const bool is_fine =
        parse_hex(text.substr(0, colon), range.first) &&
        (colon == std::string::npos || parse_hex(text.substr(colon + 1), range.last));
    if (!is_fine) return misuse("--address is FIRST:LAST or one address, not '" + text + "'");
    if (colon == std::string::npos) range.last = range.first;
    ranges_.push_back(range);
  }
  return {};
}

Status TraceFilter::read_kinds(const Arguments& arguments) {
  for (const std::string& text : arguments.values("kind")) {
    std::string names;
    const unsigned before = kinds_;
    for (const engine::KindName& row : engine::kind_names()) {
      if (text == row.name) kinds_ |= row.kind;
      names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
    if (kinds_ == before) return misuse("--kind is one of " + names + ", not '" + text + "'");
  }
  return {};
}

Status TraceFilter::read_opcodes(const Arguments& arguments) {
  for (const std::string& text : arguments.values("opcode")) {
    std::uint64_t bits = 0;
    const bool is_number = text.substr(0, 2) == "0x";
    if (is_number && (!parse_hex(text, bits) || bits > UINT32_MAX)) {
      return misuse("--opcode is a mnemonic, a pattern or 0x and its bits, not '" + text + "'");
    }
    opcodes_.push_back({is_number ? "" : text, static_cast<std::uint32_t>(bits)});
  }
  return {};
}

Status TraceFilter::read_functions(const Arguments& arguments) {
  names_ = arguments.values("function");
  if (!names_.empty() && functions_ == nullptr) return misuse("--function needs --elf");
  for (const std::string& name : names_) {
    if (!functions_->has(name)) return misuse("the ELF file has no function '" + name + "'");
  }
  return {};
}

Result<TraceFilter> TraceFilter::read(const Arguments& arguments, const FunctionNames* functions) {
  TraceFilter filter;
  filter.functions_ = functions;
  AEX_CHECK(filter.read_ranges(arguments));
  AEX_CHECK(filter.read_kinds(arguments));
  AEX_CHECK(filter.read_opcodes(arguments));
  AEX_CHECK(filter.read_functions(arguments));
  return filter;
}

bool TraceFilter::takes_place(std::uint64_t pc) const {
  const auto holds = [&](const Range& range) { return pc >= range.first && pc <= range.last; };
  if (!ranges_.empty() && std::none_of(ranges_.begin(), ranges_.end(), holds)) return false;
  const auto is_inside = [&](const std::string& name) { return functions_->is_in(pc, name); };
  return names_.empty() || std::any_of(names_.begin(), names_.end(), is_inside);
}

bool TraceFilter::takes_opcode(const TraceRow& row) const {
  const auto fits_it = [&](const Opcode& opcode) {
    return opcode.mnemonic.empty() ? row.instruction.opcode == opcode.bits
                                   : fits(row.mnemonic(), opcode.mnemonic);
  };
  return opcodes_.empty() || std::any_of(opcodes_.begin(), opcodes_.end(), fits_it);
}

bool TraceFilter::takes(const TraceRow& row) const {
  if (!takes_place(row.instruction.pc)) return false;
  if (kinds_ != 0 && (engine::kinds_of(row.instruction) & kinds_) == 0) return false;
  return takes_opcode(row);
}

}  // namespace aex::cli
