#include "analysis/debug_file.hpp"

#include <algorithm>

namespace aex::analysis {
namespace {

class ElfSection final : public dwarf::Section {
 public:
  ElfSection(std::string title, elf::SectionBytes bytes)
      : title_(std::move(title)), bytes_(std::move(bytes)) {}
  const std::string& title() const override { return title_; }
  std::uint64_t size() const override { return bytes_.size(); }
  Status read(std::uint64_t offset, std::uint8_t* out, std::size_t size) override {
    return bytes_.read(offset, out, size);
  }

 private:
  std::string title_;
  elf::SectionBytes bytes_;
};

}  // namespace

Result<std::unique_ptr<DebugFile>> DebugFile::open_any(os::Files& files, const std::string& path,
                                                       const char* suffix) {
  AEX_TRY(std::unique_ptr<os::ReadFile> handle, files.open(path));
  AEX_TRY(elf::File file, elf::File::open(*handle, path));
  std::unique_ptr<DebugFile> result(new DebugFile(std::move(handle), std::move(file), suffix));
  AEX_TRY(result->table_, elf::SectionTable::read(result->file_));
  result->find_code();
  return result;
}

Result<std::unique_ptr<DebugFile>> DebugFile::open(os::Files& files, const std::string& path) {
  AEX_TRY(std::unique_ptr<DebugFile> result, open_any(files, path, ""));
  if (result->file_.header().type == elf::kTypeRelocatable) {
    return Error(Code::elf_relocatable, path + " is an object file");
  }
  return result;
}

Result<std::unique_ptr<DebugFile>> DebugFile::open_split(os::Files& files,
                                                         const std::string& path) {
  return open_any(files, path, ".dwo");
}

void DebugFile::find_code() {
  constexpr std::uint64_t kCode = elf::kSectionAllocated | elf::kSectionExecutable;
  for (const elf::Section& section : table_.all()) {
    const bool is_sound = section.size > 0 && section.size <= UINT64_MAX - section.address;
    if ((section.flags & kCode) == kCode && is_sound) code_.push_back(&section);
  }
}

bool DebugFile::is_code(std::uint64_t address) const {
  if (code_.empty()) return true;
  return std::any_of(code_.begin(), code_.end(), [&](const elf::Section* section) {
    return address >= section->address && address - section->address < section->size;
  });
}

Result<dwarf::Section*> DebugFile::find(std::string_view name) {
  const auto known = opened_.find(name);
  if (known != opened_.end()) return known->second.get();
  std::unique_ptr<dwarf::Section> section;
  const elf::Section* header = table_.find_debug(std::string(name) + suffix_);
  if (header == nullptr && *suffix_ != '\0') header = table_.find_debug(name);
  if (header != nullptr) {
    AEX_TRY(elf::SectionBytes bytes, elf::SectionBytes::open(file_, table_, *header));
    std::string title = path() + ": " + std::string(table_.name(*header));
    section = std::make_unique<ElfSection>(std::move(title), std::move(bytes));
  }
  return opened_.emplace(name, std::move(section)).first->second.get();
}

}  // namespace aex::analysis
