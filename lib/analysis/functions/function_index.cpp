#include "analysis/functions/function_index.hpp"

#include <algorithm>

#include "analysis/functions/scope_reader.hpp"
#include "analysis/functions/split_files.hpp"

namespace aex::analysis {

class FunctionIndexBuilder {
 public:
  FunctionIndexBuilder(os::Files& files, DebugFile& file) : files_(&files), file_(&file) {}

  Result<FunctionIndex> run() {
    AEX_CHECK(add_symbols());
    AEX_CHECK(add_entries());
    FunctionIndex& index = into_.index;
    index.scopes_.finish();
    index.names_ = into_.names.take();
    index.paths_ = into_.paths.take();
    return std::move(index);
  }

 private:
  struct Into {
    FunctionIndex index;
    TextTable names;
    TextTable paths;
  };

  Status add_symbols();
  Status add_entries();
  Status add_skeleton(const dwarf::Unit& skeleton, CallPaths& paths);

  os::Files* files_;
  DebugFile* file_;
  Into into_;
  std::unique_ptr<SymbolNames> symbols_;
  std::unique_ptr<dwarf::Strings> strings_;
  std::unique_ptr<SplitFiles> split_;
};

Status FunctionIndexBuilder::add_symbols() {
  AEX_TRY(SymbolNames symbols, SymbolNames::read(*file_));
  symbols_ = std::make_unique<SymbolNames>(std::move(symbols));
  symbols_->each([&](std::uint64_t begin, std::uint64_t end, std::string_view name) {
    if (begin >= end) return;
    Scope scope;
    scope.name = into_.names.enter(std::string(name));
    into_.index.scopes_.cover(into_.index.scopes_.add(scope), begin, end);
  });
  return {};
}

Status FunctionIndexBuilder::add_entries() {
  AEX_TRY(dwarf::Strings strings, dwarf::Strings::open(*file_));
  strings_ = std::make_unique<dwarf::Strings>(std::move(strings));
  split_ = std::make_unique<SplitFiles>(*files_, file_->path());
  AEX_TRY(CallPaths paths, CallPaths::open(*file_, *strings_, into_.paths));
  ScopeReader reader(into_.index.scopes_, into_.names, paths, *symbols_);
  AEX_TRY(const std::vector<dwarf::Unit>& skeletons, reader.read(*file_, *strings_));
  for (const dwarf::Unit& skeleton : skeletons) AEX_CHECK(add_skeleton(skeleton, paths));
  return {};
}

Status FunctionIndexBuilder::add_skeleton(const dwarf::Unit& skeleton, CallPaths& paths) {
  const std::string_view name = strings_->text(skeleton.dwo_name);
  AEX_TRY(const SplitUnit& unit,
          split_->find(strings_->text(skeleton.folder), name, skeleton.dwo_id));
  if (unit.file == nullptr) {
    into_.index.missing_.emplace_back(name);
    return {};
  }
  AEX_TRY(dwarf::Strings strings, dwarf::Strings::open(*unit.file));
  ScopeReader reader(into_.index.scopes_, into_.names, paths, *symbols_);
  return reader.read_split(*file_, skeleton, *unit.file, unit.part, strings);
}

Result<FunctionIndex> FunctionIndex::build(os::Files& files, const std::string& elf_path) {
  AEX_TRY(const std::unique_ptr<DebugFile>& file, DebugFile::open(files, elf_path));
  return FunctionIndexBuilder(files, *file).run();
}

std::vector<Frame> FunctionIndex::chain(std::uint64_t address) const {
  std::vector<Frame> frames;
  const Scope* inner = nullptr;
  for (ScopeId id = scopes_.find(address); id != kNoScope; id = scopes_[id].caller) {
    const Scope& scope = scopes_[id];
    Frame frame;
    frame.name = scope.name;
    if (inner != nullptr) {
      frame.call_path = inner->call_path;
      frame.call_line = inner->call_line;
      frame.call_column = inner->call_column;
    }
    frames.push_back(frame);
    inner = &scope;
  }
  std::reverse(frames.begin(), frames.end());
  return frames;
}

}  // namespace aex::analysis
