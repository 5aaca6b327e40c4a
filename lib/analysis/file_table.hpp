/** The source files that line tables name, each path once, however many units name it. */
#pragma once

#include "dwarf/line/table.hpp"

namespace aex::analysis {

/** Number of a path in a FileTable. */
using FileId = std::uint32_t;

class FileTable {
 public:
  static constexpr FileId kNone = UINT32_MAX;

  explicit FileTable(dwarf::Strings& strings) : strings_(&strings) {}

  /** Enters `table`'s files; `folder` is the compilation folder that the unit states, or 0.
   *  `ids` (may be null) receives the number of each file in the order of the table; kNone for a
   *  file without a name. Code::dwarf_malformed when all paths together pass 256 MiB. */
  Status add(const dwarf::LineTable& table, dwarf::TextId folder, std::vector<FileId>* ids);
  /** One file that a unit names without a line table. */
  Status add(dwarf::TextId folder, dwarf::TextId name, FileId* id);

  /** As written: the folders joined as the DWARF standard says, nothing folded. */
  const std::vector<std::string>& paths() const { return paths_; }

 private:
  Result<FileId> enter(std::uint32_t folder, dwarf::TextId name);
  std::uint32_t enter_folder(dwarf::TextId above, dwarf::TextId folder);

  dwarf::Strings* strings_;
  dwarf::IdMap folder_ids_; /* by the numbers of its two parts */
  dwarf::IdMap file_ids_;   /* by folder and name */
  std::vector<std::string> folders_;
  std::vector<std::string> paths_;
  std::size_t total_ = 0; /* bytes of all paths */
};

}  // namespace aex::analysis
