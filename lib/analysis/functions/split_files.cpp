#include "analysis/functions/split_files.hpp"

#include "dwarf/line/paths.hpp"

namespace aex::analysis {

/* Opening a pipe that a hostile file names would wait for ever. */
bool SplitFiles::is_file(const std::string& path) {
  const Result<os::FileInfo> info = files_->info(path, true);
  return info.ok() && info.value().kind == os::FileKind::regular && info.value().size > 0;
}

Result<DebugFile*> SplitFiles::open_package() {
  const std::string path = elf_path_ + ".dwp";
  if (!looked_for_package_ && is_file(path)) {
    AEX_TRY(package_, DebugFile::open_split(*files_, path));
  }
  looked_for_package_ = true;
  return package_.get();
}

Result<SplitUnit> SplitFiles::find(std::string_view folder, std::string_view name,
                                   std::uint64_t dwo_id) {
  SplitUnit unit;
  AEX_TRY(DebugFile* const package, open_package());
  if (package != nullptr) {
    AEX_TRY(const bool is_there, dwarf::find_contribution(*package, dwo_id, &unit.part));
    if (is_there) unit.file = package;
    if (is_there) return unit;
  }
  std::string path = dwarf::joined(folder, name);
  if (!is_file(path)) path = os::join(os::parent_folder(elf_path_), os::base_name(name));
  if (!is_file(path)) return unit;
  AEX_TRY(single_, DebugFile::open_split(*files_, path));
  unit.file = single_.get();
  unit.part = dwarf::Contribution();
  return unit;
}

}  // namespace aex::analysis
