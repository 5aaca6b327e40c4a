#include "analysis/table_walk.hpp"

#include <set>

namespace aex::analysis {
namespace {

class Walk {
 public:
  Walk(dwarf::LineTables* tables, TableVisitor& visitor) : tables_(tables), visitor_(&visitor) {}

  Status units(dwarf::Units& units, bool* has_units) {
    dwarf::Unit unit;
    for (std::uint64_t offset = 0;;) {
      AEX_TRY(const bool is_there, units.read_next(&offset, unit));
      if (!is_there) return {};
      if (unit.is_type_unit()) continue;
      *has_units = true;
      AEX_CHECK(this->unit(unit));
    }
  }

  Status all_tables() {
    for (std::uint64_t offset = 0; tables_ != nullptr;) {
      AEX_TRY(const bool is_there, tables_->read_next(&offset, table_));
      if (!is_there) return {};
      AEX_CHECK(visitor_->take(table_, 0));
    }
    return {};
  }

 private:
  Status unit(const dwarf::Unit& unit) {
    if (!unit.has_line_table || tables_ == nullptr) return visitor_->take(unit);
    if (!visited_.emplace(unit.line_table, unit.folder).second) return {};
    AEX_CHECK(tables_->read(unit.line_table, unit.text_base, table_));
    return visitor_->take(table_, unit.folder);
  }

  dwarf::LineTables* tables_;
  TableVisitor* visitor_;
  dwarf::LineTable table_;
  std::set<std::pair<std::uint64_t, dwarf::TextId>> visited_; /* tables, with their folders */
};

}  // namespace

Status walk_line_tables(DebugFile& file, dwarf::Strings& strings, TableVisitor& visitor) {
  AEX_TRY(dwarf::Section* const section, file.find(".debug_line"));
  std::optional<dwarf::LineTables> tables;
  if (section != nullptr) tables.emplace(*section, file, strings);
  std::optional<dwarf::Units> units;
  AEX_CHECK(dwarf::Units::open(file, strings, units));
  if (section == nullptr && !units.has_value()) {
    return Error(Code::debug_info_missing, file.path());
  }
  Walk walk(tables.has_value() ? &*tables : nullptr, visitor);
  bool has_units = false;
  if (units.has_value()) AEX_CHECK(walk.units(*units, &has_units));
  return has_units ? Status() : walk.all_tables();
}

}  // namespace aex::analysis
