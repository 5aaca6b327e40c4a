#include "analysis/survey/survey.hpp"

#include <algorithm>

#include "analysis/debug_file.hpp"
#include "analysis/functions/function_index.hpp"
#include "analysis/sources.hpp"
#include "dwarf/info/units.hpp"
#include "elf/marks/attributes.hpp"
#include "elf/marks/notes.hpp"
#include "elf/symbols.hpp"
#include "elf/workload.hpp"

namespace aex::analysis {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::uint64_t kWritableFlag = 1;

std::string machine_name(std::uint16_t machine) {
  switch (machine) {
    case 3: return "x86";
    case 8: return "MIPS";
    case 20: return "PowerPC";
    case 21: return "PowerPC64";
    case 40: return "ARM";
    case 62: return "x86-64";
    case 183: return "AArch64";
    case 243: return "RISC-V";
    case 258: return "LoongArch";
    default: return "ELF machine " + std::to_string(machine);
  }
}

std::string type_name(std::uint16_t type) {
  switch (type) {
    case elf::kTypeRelocatable: return "object file";
    case elf::kTypeExecutable: return "executable";
    case elf::kTypeShared: return "position-independent executable or library";
    case elf::kTypeCore: return "core dump";
    default: return "type " + std::to_string(type);
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool has(const std::vector<std::string>& all, const std::string& name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

/* "a" declares zaamo and zalrsc, "b" zba, zbb and zbs, and so on; prefetches are hints of "i" to
 * cores without them. */
bool is_declared(const std::vector<std::string>& declared, const std::string& used) {
  if (used == "?" || has(declared, used)) return true;
  const bool is_general = has(declared, "g");
  if (is_general && (used == "i" || used == "f" || used == "d" || used == "m")) return true;
  if (used == "zaamo" || used == "zalrsc") return has(declared, "a") || is_general;
  if (used == "zmmul") return has(declared, "m") || is_general;
  if (used == "zba" || used == "zbb" || used == "zbs") return has(declared, "b");
  if (used == "c") return has(declared, "zca");
  if (used == "i") return has(declared, "e");
  if (used == "zicsr" || used == "zifencei") return is_general || has(declared, "f");
  if (used == "v") return has(declared, "zve64d") || has(declared, "zve32x");
  return false;
}

class Surveyor {
 public:
  Surveyor(os::Files& files, const std::string& path, std::uint64_t max_bytes)
      : files_(&files), path_(path), max_bytes_(max_bytes) {}

  Result<Survey> run();

 private:
  Status take_header();
  Status take_sections();
  Status take_marks();
  Status take_code();
  Status take_debug();
  Status take_units();
  void judge();
  void problem(bool is_fatal, std::string text) {
    survey_.problems.push_back({is_fatal, std::move(text)});
  }
  /* A fault in one part is a problem, not the end of the survey. */
  void note(const Status& status) {
    if (!status.ok()) problem(false, status.error().message());
  }

  os::Files* files_;
  std::string path_;
  std::uint64_t max_bytes_;
  Survey survey_;
  std::unique_ptr<DebugFile> file_;
};

Status Surveyor::take_header() {
  AEX_TRY(file_, DebugFile::open_split(*files_, path_));
  AEX_TRY(const os::FileInfo& info, files_->info(path_, true));
  survey_.bytes = info.size;
  survey_.header = file_->file().header();
  survey_.machine = machine_name(survey_.header.machine);
  survey_.type = type_name(survey_.header.type);
  survey_.abi = joined(elf::flag_names(survey_.header));
  return {};
}

Status Surveyor::take_sections() {
  for (const elf::Section& section : file_->table().all()) {
    if (section.type == 0) continue;
    SurveySection one;
    one.name = file_->table().name(section);
    one.address = section.address;
    one.bytes = section.size;
    one.is_loaded = (section.flags & elf::kSectionAllocated) != 0;
    one.is_writable = (section.flags & kWritableFlag) != 0;
    one.is_code = (section.flags & elf::kSectionExecutable) != 0;
    survey_.sections.push_back(std::move(one));
  }
  return {};
}

Status Surveyor::take_marks() {
  AEX_TRY(const std::vector<elf::Note>& notes, elf::read_notes(file_->file(), file_->table()));
  survey_.build_id = elf::build_id(notes);
  AEX_TRY(const std::vector<elf::Attribute>& attributes,
          elf::read_attributes(file_->file(), file_->table()));
  for (const elf::Attribute& attribute : attributes) {
    if (attribute.vendor != "riscv" || attribute.tag != elf::kRiscvArchitecture) continue;
    survey_.architecture = attribute.text;
    survey_.declared = elf::riscv_extensions(attribute.text);
  }
  return {};
}

Status Surveyor::take_code() {
  if (survey_.header.machine != elf::kMachineRiscv || survey_.header.is_big_endian) return {};
  Bytes buffer(kReadBytes);
  for (const elf::Section& section : file_->table().all()) {
    if ((section.flags & elf::kSectionExecutable) == 0) continue;
    if (section.type == elf::kSectionNoBits) continue;
    for (std::uint64_t at = 0; at < section.size;) {
      const auto count = std::size_t(std::min<std::uint64_t>(kReadBytes, section.size - at));
      AEX_CHECK(file_->file().read_into(section.offset + at, buffer.data(), count));
      const std::size_t rest = take_census(ByteView(buffer).slice(0, count), survey_.used);
      if (rest == count) break;
      at += count - rest;
    }
  }
  for (const auto& entry : survey_.used) {
    if (!is_declared(survey_.declared, entry.first)) survey_.undeclared.push_back(entry.first);
  }
  return {};
}

Status Surveyor::take_units() {
  AEX_TRY(dwarf::Strings strings, dwarf::Strings::open(*file_));
  std::optional<dwarf::Units> units;
  AEX_CHECK(dwarf::Units::open(*file_, strings, units));
  if (!units.has_value()) return {};
  dwarf::Unit unit;
  unsigned versions[6] = {};
  bool is_split = false;
  for (std::uint64_t offset = 0;;) {
    AEX_TRY(const bool is_there, units->read_next(&offset, unit));
    if (!is_there) break;
    ++versions[std::min<unsigned>(unit.encoding.version, 5)];
    is_split = is_split || unit.dwo_name != 0;
  }
  std::vector<std::string> names;
  for (unsigned version = 2; version <= 5; ++version) {
    if (versions[version] > 0) names.push_back("DWARF " + std::to_string(version));
  }
  if (is_split) names.emplace_back("split");
  survey_.debug.format = joined(names);
  return {};
}

Status Surveyor::take_debug() {
  SurveyDebug& debug = survey_.debug;
  debug.has_lines = file_->table().find_debug(".debug_line") != nullptr;
  debug.has_functions = file_->table().find_debug(".debug_info") != nullptr;
  AEX_TRY(const elf::Symbols& symbols, elf::Symbols::read(file_->file(), file_->table()));
  debug.has_symbols = symbols.is_full();
  if (survey_.header.type == elf::kTypeRelocatable) return {};
  if (!debug.has_lines && !debug.has_functions) return {};
  AEX_CHECK(take_units());
  AEX_TRY(const std::vector<std::string>& all, source_files(*files_, path_));
  AEX_TRY(const std::vector<std::string>& here, source_files(*files_, path_, {true}));
  debug.sources = all.size();
  debug.sources_here = here.size();
  AEX_TRY(const FunctionIndex& functions, FunctionIndex::build(*files_, path_));
  debug.missing = functions.missing();
  return {};
}

void Surveyor::judge() {
  const Result<std::unique_ptr<os::ReadFile>> handle = files_->open(path_);
  if (handle.ok()) {
    const Result<elf::Workload> workload = elf::check_workload(*handle.value(), path_, 0);
    if (!workload.ok()) problem(true, workload.error().message());
  }
  if (survey_.bytes > max_bytes_) {
    problem(true, "it has over " + std::to_string(max_bytes_ >> 20) +
                      " MiB; `strip -g` makes a copy without debug information");
  }
  for (const std::string& name : survey_.undeclared) {
    const bool is_vendor = name[0] == 'x' || name.compare(0, 6, "vendor") == 0;
    problem(false, "its code uses " + name + ", which it does not declare" +
                       (is_vendor ? "; only cores of that vendor run it" : ""));
  }
  const SurveyDebug& debug = survey_.debug;
  if (!debug.has_symbols) problem(false, "it is stripped: reports show no names of functions");
  if (!debug.has_lines) problem(false, "it has no line tables (-g): reports show no source lines");
  for (const std::string& name : debug.missing) {
    problem(false, "split debug information is missing: " + name);
  }
}

Result<Survey> Surveyor::run() {
  AEX_CHECK(take_header());
  AEX_CHECK(take_sections());
  note(take_marks());
  note(take_code());
  note(take_debug());
  judge();
  return std::move(survey_);
}

}  // namespace

Result<Survey> survey(os::Files& files, const std::string& path, std::uint64_t max_bytes) {
  return Surveyor(files, path, max_bytes).run();
}

}  // namespace aex::analysis
