/** The files that inlined calls stand in, by the numbers that units use. */
#pragma once

#include "analysis/debug_file.hpp"
#include "analysis/file_table.hpp"
#include "analysis/functions/scope_map.hpp"
#include "analysis/functions/text_table.hpp"
#include "dwarf/info/units.hpp"

namespace aex::analysis {

/** Reads the line table of a unit when its first file is asked for. */
class CallPaths {
 public:
  /** All are borrowed. */
  static Result<CallPaths> open(DebugFile& file, dwarf::Strings& strings, TextTable& paths);

  /** The unit whose numbers are meant from now on; it must outlive the next call of path(). */
  void turn_to(const dwarf::Unit& unit);
  /** The number in `paths`; kNoPath if the unit has no such file. Code::dwarf_malformed. */
  Result<std::uint32_t> path(std::uint64_t file);

 private:
  CallPaths(dwarf::Strings& strings, TextTable& paths)
      : strings_(&strings), paths_(&paths), files_(strings) {}
  Status read_table();

  dwarf::Strings* strings_;
  TextTable* paths_;
  std::optional<dwarf::LineTables> tables_;
  FileTable files_;
  const dwarf::Unit* unit_ = nullptr;
  bool is_read_ = false;
  dwarf::LineTable table_;
  std::vector<FileId> ids_;
};

}  // namespace aex::analysis
