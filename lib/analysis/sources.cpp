#include "analysis/sources.hpp"

#include <algorithm>

#include "analysis/file_table.hpp"
#include "analysis/table_walk.hpp"
#include "dwarf/line/paths.hpp"

namespace aex::analysis {
namespace {

class Collector final : public TableVisitor {
 public:
  explicit Collector(dwarf::Strings& strings) : files_(strings) {}
  Status take(dwarf::LineTable& table, dwarf::TextId folder) override {
    return files_.add(table, folder, nullptr);
  }
  Status take(const dwarf::Unit& unit) override {
    FileId id = FileTable::kNone;
    return files_.add(unit.folder, unit.name, &id);
  }
  const std::vector<std::string>& paths() const { return files_.paths(); }

 private:
  FileTable files_;
};

/* Folding "link/.." may name another file than the compiler read; what exists decides. */
std::string existing(os::Files& files, const std::string& path) {
  std::string folded = dwarf::folded(path);
  if (os::is_file(files, folded)) return folded;
  return folded != path && os::is_file(files, path) ? path : std::string();
}

}  // namespace

Result<std::vector<std::string>> source_files(os::Files& files, const std::string& elf_path,
                                              const SourceOptions& options) {
  AEX_TRY(const std::unique_ptr<DebugFile>& file, DebugFile::open(files, elf_path));
  AEX_TRY(dwarf::Strings strings, dwarf::Strings::open(*file));
  Collector collector(strings);
  AEX_CHECK(walk_line_tables(*file, strings, collector));
  std::vector<std::string> sources;
  for (const std::string& path : collector.paths()) {
    std::string source = options.only_existing ? existing(files, path) : dwarf::folded(path);
    if (!source.empty()) sources.push_back(std::move(source));
  }
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  return sources;
}

}  // namespace aex::analysis
