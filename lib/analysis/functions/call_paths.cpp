#include "analysis/functions/call_paths.hpp"

#include "dwarf/line/paths.hpp"

namespace aex::analysis {

Result<CallPaths> CallPaths::open(DebugFile& file, dwarf::Strings& strings, TextTable& paths) {
  CallPaths result(strings, paths);
  AEX_TRY(dwarf::Section* const lines, file.find(".debug_line"));
  if (lines != nullptr) result.tables_.emplace(*lines, file, strings);
  return result;
}

void CallPaths::turn_to(const dwarf::Unit& unit) {
  unit_ = &unit;
  is_read_ = false;
}

Status CallPaths::read_table() {
  is_read_ = true;
  table_.files.clear();
  ids_.clear();
  if (!tables_.has_value() || !unit_->has_line_table) return {};
  AEX_CHECK(tables_->read(unit_->line_table, unit_->text_base, table_));
  return files_.add(table_, unit_->folder, &ids_);
}

Result<std::uint32_t> CallPaths::path(std::uint64_t file) {
  if (!is_read_) AEX_CHECK(read_table());
  const std::uint64_t index = file - table_.first_file();
  if (index >= ids_.size() || ids_[std::size_t(index)] == FileTable::kNone) return kNoPath;
  return paths_->enter(dwarf::folded(files_.paths()[ids_[std::size_t(index)]]));
}

}  // namespace aex::analysis
