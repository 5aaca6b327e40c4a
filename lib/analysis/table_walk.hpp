/** Goes through the line tables of a program, unit by unit. */
#pragma once

#include "analysis/debug_file.hpp"
#include "dwarf/info/units.hpp"
#include "dwarf/line/table.hpp"

namespace aex::analysis {

/** Takes what walk_line_tables() finds. */
class TableVisitor {
 public:
  virtual ~TableVisitor() = default;
  /** A table, which may be changed, and the compilation folder of its unit (0 if unknown). */
  virtual Status take(dwarf::LineTable& table, dwarf::TextId folder) = 0;
  /** A unit that has no line table. */
  virtual Status take(const dwarf::Unit& unit) = 0;
};

/** Visits the line table of every unit of .debug_info but type units, which share one with their
 *  compile unit; a table that several units share with one compilation folder comes once. Where
 *  there are no units all tables of .debug_line come. Code::debug_info_missing if the file has
 *  neither section. */
Status walk_line_tables(DebugFile& file, dwarf::Strings& strings, TableVisitor& visitor);

}  // namespace aex::analysis
