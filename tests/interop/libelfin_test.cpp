/* libelfin as an oracle: another reader of ELF containers, and of DWARF up to version 4. */
#include <fcntl.h>
#include <gtest/gtest.h>
#include <dwarf/dwarf++.hh>
#include <elf/elf++.hh>

#include <set>

#include "analysis/program.hpp"
#include "analysis/sources.hpp"
#include "dwarf/line/paths.hpp"
#include "elf/symbols.hpp"

namespace aex {
namespace {

using Numbers = std::vector<std::uint64_t>;
using Named = std::multiset<std::pair<std::string, Numbers>>;

struct Container {
  std::vector<Numbers> segments;
  std::vector<std::pair<std::string, Numbers>> sections;
  Named symbols;
};

::elf::elf opened(const std::string& path) {
  return ::elf::elf(::elf::create_mmap_loader(::open(path.c_str(), O_RDONLY | O_CLOEXEC)));
}

Named symbols_of(const ::elf::elf& file) {
  const ::elf::section& full = file.get_section(".symtab");
  const ::elf::section& table = full.valid() ? full : file.get_section(".dynsym");
  Named symbols;
  if (!table.valid()) return symbols;
  for (const ::elf::sym symbol : table.as_symtab()) {
    const ::elf::Sym<>& data = symbol.get_data();
    symbols.insert({symbol.get_name(),
                    {std::uint64_t(data.type()), std::uint64_t(data.binding()),
                     std::uint64_t(data.shnxd), data.value, data.size}});
  }
  return symbols;
}

Container theirs(const std::string& path) {
  const ::elf::elf file = opened(path);
  Container found;
  for (const ::elf::segment& segment : file.segments()) {
    const ::elf::Phdr<>& h = segment.get_hdr();
    found.segments.push_back({std::uint64_t(h.type), std::uint64_t(h.flags), h.offset, h.vaddr,
                              h.paddr, h.filesz, h.memsz, h.align});
  }
  for (const ::elf::section& section : file.sections()) {
    const ::elf::Shdr<>& h = section.get_hdr();
    found.sections.push_back({section.get_name(),
                              {std::uint64_t(h.type), std::uint64_t(h.flags), h.addr, h.offset,
                               h.size, std::uint64_t(h.link), h.info, h.addralign, h.entsize}});
  }
  found.symbols = symbols_of(file);
  return found;
}

Result<Container> ours(const std::string& path) {
  Container found;
  AEX_TRY(const std::unique_ptr<os::ReadFile> bytes, os::system_files().open(path));
  AEX_TRY(elf::File file, elf::File::open(*bytes, path));
  AEX_TRY(const std::vector<elf::Segment> segments, file.segments());
  for (const elf::Segment& s : segments) {
    found.segments.push_back({s.type, s.flags, s.offset, s.address, s.physical_address,
                              s.file_bytes, s.memory_bytes, s.alignment});
  }
  AEX_TRY(const elf::SectionTable table, elf::SectionTable::read(file));
  for (const elf::Section& s : table.all()) {
    found.sections.push_back({std::string(table.name(s)),
                              {s.type, s.flags, s.address, s.offset, s.size, s.link, s.info,
                               s.alignment, s.entry_size}});
  }
  AEX_TRY(const elf::Symbols symbols, elf::Symbols::read(file, table));
  for (const elf::Symbol& s : symbols.all()) {
    found.symbols.insert(
        {std::string(symbols.name(s)), {s.type, s.binding, s.section, s.address, s.size}});
  }
  return found;
}

/* libelfin takes only a path that begins with a slash for absolute. */
std::string with_drive(const std::string& path) {
  const std::size_t colon = path.find(":\\");
  return colon == std::string::npos || colon == 0 ? path : path.substr(colon - 1);
}

std::set<std::string> their_sources(const std::string& path) {
  std::set<std::string> sources;
  const ::dwarf::dwarf debug(::dwarf::elf::create_loader(opened(path)));
  for (const ::dwarf::compilation_unit& unit : debug.compilation_units()) {
    const ::dwarf::line_table& table = unit.get_line_table();
    for (unsigned i = 1; table.valid(); ++i) {
      try {
        sources.insert(dwarf::folded(with_drive(table.get_file(i)->path)));
      } catch (const std::out_of_range&) {
        break;
      }
    }
  }
  return sources;
}

void expect_same_container(const std::string& path) {
  SCOPED_TRACE(path);
  const Result<Container> read = ours(path);
  ASSERT_TRUE(read.ok()) << read.error().detail();
  const Container expected = theirs(path);
  EXPECT_EQ(read.value().segments, expected.segments);
  EXPECT_EQ(read.value().sections, expected.sections);
  EXPECT_EQ(read.value().symbols, expected.symbols);
  EXPECT_GT(expected.sections.size(), 3u);
}

TEST(LibelfinContainer, ReadsTheSameContainersOfTheExamples) {
  for (const char* name : {"bits", "fractal", "matmul", "sort", "text"}) {
    expect_same_container(std::string(AEX_SOURCE_DIR "/examples/workloads/") + name + ".elf");
  }
}

TEST(LibelfinContainer, ReadsTheSameContainerOfThisProgram) {
  expect_same_container("/proc/self/exe");
}

class Libelfin : public ::testing::TestWithParam<testing::Build> {};

TEST_P(Libelfin, ReadsTheSameContainerAndFiles) {
  const testing::Program program(GetParam());
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  expect_same_container(program.path());
  const auto sources = analysis::source_files(os::system_files(), program.path());
  ASSERT_TRUE(sources.ok()) << sources.error().detail();
  const std::set<std::string> found(sources.value().begin(), sources.value().end());
  EXPECT_EQ(found, their_sources(program.path()));
  EXPECT_GT(found.size(), 4u);
}

/* What libelfin does not read is left out: DWARF 5, its 64-bit form, compressed and split sections,
 * GNU's attributes of optimised code. */
std::vector<testing::Build> readable_builds() {
  std::vector<testing::Build> builds;
  for (testing::Build& build : testing::all_builds()) {
    const bool has_gnu_attributes = build.version == 4 && build.compiler == "gcc";
    const bool is_readable =
        build.variant == "plain" || (build.variant == "sections" && !has_gnu_attributes);
    if (build.version <= 4 && !build.is_64 && is_readable) builds.push_back(build);
  }
  return builds;
}

INSTANTIATE_TEST_SUITE_P(All, Libelfin, ::testing::ValuesIn(readable_builds()),
                         [](const auto& info) { return info.param.name(); });

}  // namespace
}  // namespace aex
