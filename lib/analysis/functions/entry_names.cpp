#include "analysis/functions/entry_names.hpp"

#include <algorithm>

namespace aex::analysis {
namespace {

constexpr std::size_t kMaxUnits = 1 << 20;
constexpr int kMaxHops = 8;

/* The offset of the entry that `origin` refers to; false if that is in another file. */
bool target_of(const dwarf::Value& origin, const dwarf::Unit& unit, std::uint64_t* target) {
  switch (origin.form) {
    case dwarf::Form::ref1:
    case dwarf::Form::ref2:
    case dwarf::Form::ref4:
    case dwarf::Form::ref8:
    case dwarf::Form::ref_udata: *target = unit.offset + origin.number; return true;
    case dwarf::Form::ref_addr: *target = origin.number; return true;
    default: return false;
  }
}

}  // namespace

Result<std::vector<dwarf::Unit>> read_units(dwarf::Units& units, const dwarf::Contribution& part) {
  std::vector<dwarf::Unit> all;
  units.turn_to(part);
  dwarf::Unit unit;
  for (std::uint64_t offset = part.info; offset - part.info < part.info_bytes;) {
    AEX_TRY(const bool is_there, units.read_next(&offset, unit));
    if (!is_there) break;
    if (all.size() == kMaxUnits) return Error(Code::dwarf_malformed, "over a million units");
    all.push_back(unit);
  }
  return all;
}

const dwarf::Unit* EntryNames::unit_at(std::uint64_t offset) const {
  auto unit = std::upper_bound(
      units_->begin(), units_->end(), offset,
      [](std::uint64_t at, const dwarf::Unit& other) { return at < other.offset; });
  if (unit == units_->begin() || offset >= (--unit)->end || offset < unit->entry) return nullptr;
  return &*unit;
}

Status EntryNames::collect(const dwarf::Entry& entry, const dwarf::Unit& unit,
                           dwarf::Entries& reader, Found& found) {
  const auto read = [&](const dwarf::Value& value, dwarf::TextId* out) -> Status {
    if (*out != 0 || !dwarf::is_text(value.form)) return {};
    AEX_TRY(*out, strings_->resolve(value, unit.text_base, reader.cursor()));
    return {};
  };
  AEX_CHECK(read(entry.linkage_name, &found.linkage));
  return read(entry.name, &found.plain);
}

Result<dwarf::TextId> EntryNames::name(const dwarf::Entry& entry, const dwarf::Unit& unit,
                                       dwarf::Entries& reader) {
  Found found;
  AEX_CHECK(collect(entry, unit, reader, found));
  std::uint64_t target = 0;
  const bool is_reference = found.linkage == 0 && target_of(entry.origin, unit, &target);
  const std::uint64_t key = target;
  if (is_reference && found.plain == 0) {
    const std::uint32_t known = known_[key];
    if (known != dwarf::IdMap::kAbsent) return dwarf::TextId(known);
  }
  const bool is_key = is_reference && found.plain == 0;
  dwarf::Entry other;
  bool goes_on = is_reference;
  for (int hop = 0; goes_on && hop < kMaxHops && found.linkage == 0; ++hop) {
    const dwarf::Unit* const home = unit_at(target);
    if (home == nullptr) break;
    entries_.seek(*home, target);
    AEX_TRY(const bool is_there, entries_.next(other));
    if (!is_there) break;
    AEX_CHECK(collect(other, *home, entries_, found));
    goes_on = target_of(other.origin, *home, &target);
  }
  const dwarf::TextId name = found.linkage != 0 ? found.linkage : found.plain;
  if (is_key) known_[key] = name;
  return name;
}

}  // namespace aex::analysis
