#include "analysis/file_table.hpp"

#include "dwarf/line/paths.hpp"

namespace aex::analysis {
namespace {

constexpr std::size_t kMaxTotalBytes = std::size_t{256} << 20;

std::uint64_t pair_key(std::uint32_t high, std::uint32_t low) {
  return std::uint64_t{high} << 32 | low;
}

}  // namespace

std::uint32_t FileTable::enter_folder(dwarf::TextId above, dwarf::TextId folder) {
  std::uint32_t& id = folder_ids_[pair_key(above, folder)];
  if (id == dwarf::IdMap::kAbsent) {
    id = std::uint32_t(folders_.size());
    folders_.push_back(dwarf::joined(strings_->text(above), strings_->text(folder)));
    total_ += folders_.back().size();
  }
  return id;
}

Result<FileId> FileTable::enter(std::uint32_t folder, dwarf::TextId name) {
  if (name == 0) return kNone;
  std::uint32_t& id = file_ids_[pair_key(folder, name)];
  if (id == dwarf::IdMap::kAbsent) {
    if (total_ > kMaxTotalBytes) {
      return Error(Code::dwarf_malformed, "the file names over 256 MiB of paths");
    }
    id = FileId(paths_.size());
    paths_.push_back(dwarf::joined(folders_[folder], strings_->text(name)));
    total_ += paths_.back().size();
  }
  return id;
}

/* DWARF 5 repeats the compilation folder as folder 0, which other folders are relative to. */
Status FileTable::add(const dwarf::LineTable& table, dwarf::TextId folder,
                      std::vector<FileId>* ids) {
  const bool is_5 = table.encoding.version >= 5;
  if (folder == 0 && is_5 && !table.folders.empty()) folder = table.folders[0];
  if (ids != nullptr) ids->clear();
  for (const dwarf::FileEntry& file : table.files) {
    const dwarf::TextId above = is_5 && file.folder == 0 ? 0 : folder;
    AEX_TRY(const FileId id, enter(enter_folder(above, table.folder_of(file)), file.name));
    if (ids != nullptr) ids->push_back(id);
  }
  return {};
}

Status FileTable::add(dwarf::TextId folder, dwarf::TextId name, FileId* id) {
  AEX_TRY(*id, enter(enter_folder(0, folder), name));
  return {};
}

}  // namespace aex::analysis
