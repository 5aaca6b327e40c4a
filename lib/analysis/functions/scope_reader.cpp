#include "analysis/functions/scope_reader.hpp"

#include <algorithm>

namespace aex::analysis {
namespace {

constexpr std::size_t kMaxScopes = std::size_t{1} << 24;
constexpr std::size_t kMaxDepth = 1024;

Status open_info(DebugFile& file, dwarf::Section** info, dwarf::Section** abbreviations) {
  AEX_TRY(*info, file.find(".debug_info"));
  AEX_TRY(*abbreviations, file.find(".debug_abbrev"));
  return {};
}

bool is_skeleton(const dwarf::Unit& unit) { return unit.dwo_name != 0; }

}  // namespace

struct ScopeReader::Reading {
  DebugFile* main;
  dwarf::Strings* strings;
  dwarf::Entries entries;
  EntryNames names;
  dwarf::Ranges ranges;
  dwarf::RangeBase base = {};
};

Result<std::vector<dwarf::Unit>> ScopeReader::read(DebugFile& file, dwarf::Strings& strings) {
  std::vector<dwarf::Unit> skeletons;
  std::optional<dwarf::Units> units;
  AEX_CHECK(dwarf::Units::open(file, strings, units));
  if (!units.has_value()) return skeletons;
  AEX_TRY(const std::vector<dwarf::Unit>& all, read_units(*units, {}));
  dwarf::Section* info = nullptr;
  dwarf::Section* abbreviations = nullptr;
  AEX_CHECK(open_info(file, &info, &abbreviations));
  AEX_TRY(dwarf::Ranges ranges, dwarf::Ranges::open(file, nullptr));
  const bool is_big = file.is_big_endian();
  Reading reading{&file,
                  &strings,
                  {*info, *abbreviations, is_big},
                  {*info, *abbreviations, strings, all, is_big},
                  std::move(ranges)};
  for (const dwarf::Unit& unit : all) {
    if (is_skeleton(unit)) skeletons.push_back(unit);
    if (is_skeleton(unit) || unit.is_type_unit() || unit.type == dwarf::UnitType::partial) continue;
    reading.base = {unit.encoding, 0, unit.addr_base, unit.rnglists_base, 0, 0};
    AEX_TRY(reading.base.address, reading.ranges.address(unit.low_pc, reading.base));
    paths_->turn_to(unit);
    AEX_CHECK(read_unit(reading, unit));
  }
  return skeletons;
}

Status ScopeReader::read_split(DebugFile& main, const dwarf::Unit& skeleton, DebugFile& file,
                               const dwarf::Contribution& part, dwarf::Strings& strings) {
  std::optional<dwarf::Units> units;
  AEX_CHECK(dwarf::Units::open(file, strings, units));
  if (!units.has_value()) return {};
  AEX_TRY(const std::vector<dwarf::Unit>& all, read_units(*units, part));
  dwarf::Section* info = nullptr;
  dwarf::Section* abbreviations = nullptr;
  AEX_CHECK(open_info(file, &info, &abbreviations));
  AEX_TRY(dwarf::Ranges ranges, dwarf::Ranges::open(main, &file));
  const bool is_big = file.is_big_endian();
  Reading reading{&main,
                  &strings,
                  {*info, *abbreviations, is_big},
                  {*info, *abbreviations, strings, all, is_big},
                  std::move(ranges)};
  const bool is_5 = skeleton.encoding.version >= 5;
  const std::uint64_t header_bytes = skeleton.encoding.is_64 ? 20 : 12;
  const std::uint64_t lists = part.rnglists + (is_5 ? header_bytes : 0);
  reading.base = {skeleton.encoding, 0, skeleton.addr_base, lists, skeleton.rnglists_base,
                  part.rnglists};
  AEX_TRY(reading.base.address, reading.ranges.address(skeleton.low_pc, reading.base));
  paths_->turn_to(skeleton);
  for (const dwarf::Unit& unit : all) {
    if (unit.is_type_unit() || unit.dwo_id != skeleton.dwo_id) continue;
    AEX_CHECK(read_unit(reading, unit));
  }
  return {};
}

Status ScopeReader::read_unit(Reading& reading, const dwarf::Unit& unit) {
  std::vector<ScopeId> above;
  dwarf::Entry entry;
  reading.entries.seek(unit, unit.entry);
  for (;;) {
    AEX_TRY(const bool is_there, reading.entries.next(entry));
    if (!is_there) return {};
    if (entry.is_end) {
      if (!above.empty()) above.pop_back();
      continue;
    }
    ScopeId scope = above.empty() ? kNoScope : above.back();
    AEX_TRY(scope, take(reading, unit, entry, scope));
    if (!entry.has_children) continue;
    above.push_back(scope);
    if (above.size() > kMaxDepth) {
      reading.entries.cursor().fail(entry.offset, "is nested too deeply");
      return reading.entries.cursor().status();
    }
  }
}

/* The scope of the entry's children. */
Result<ScopeId> ScopeReader::take(Reading& reading, const dwarf::Unit& unit,
                                  const dwarf::Entry& entry, ScopeId above) {
  const bool is_inlined = entry.tag == dwarf::Tag::inlined_subroutine && above != kNoScope;
  if (entry.tag != dwarf::Tag::subprogram && !is_inlined) return above;
  covered_.clear();
  AEX_CHECK(reading.ranges.read(entry.low_pc, entry.high_pc, entry.ranges, reading.base, covered_));
  const auto discarded = [&](const dwarf::AddressRange& range) {
    return !reading.main->is_code(range.begin);
  };
  covered_.erase(std::remove_if(covered_.begin(), covered_.end(), discarded), covered_.end());
  if (covered_.empty()) return is_inlined ? above : kNoScope;
  if (scopes_->size() >= kMaxScopes || scopes_->pieces() >= 4 * kMaxScopes) {
    return Error(Code::dwarf_malformed, reading.main->path() + " has too many functions");
  }
  Scope scope;
  scope.caller = is_inlined ? above : kNoScope;
  scope.depth = is_inlined ? (*scopes_)[above].depth + 1 : 1;
  AEX_TRY(const dwarf::TextId name, reading.names.name(entry, unit, reading.entries));
  if (name == 0) return above;
  std::string_view text = reading.strings->text(name);
  if (!is_inlined) text = symbols_->choose(covered_[0].begin, text);
  scope.name = names_->enter(std::string(text));
  if (is_inlined) AEX_CHECK(fill(entry, scope));
  const ScopeId id = scopes_->add(scope);
  for (const dwarf::AddressRange& range : covered_) scopes_->cover(id, range.begin, range.end);
  return id;
}

Status ScopeReader::fill(const dwarf::Entry& entry, Scope& scope) {
  const auto number = [](const dwarf::Value& value) {
    return std::uint32_t(std::min<std::uint64_t>(value.number, UINT32_MAX));
  };
  scope.call_line = number(entry.call_line);
  scope.call_column = number(entry.call_column);
  if (!entry.call_file.is_there()) return {};
  AEX_TRY(scope.call_path, paths_->path(entry.call_file.number));
  return {};
}

}  // namespace aex::analysis
