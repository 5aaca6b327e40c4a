/* Damaged files: never a crash, a report of a sanitizer or endless work, whatever comes out.
 * AEX_SEED chooses other files, AEX_SEEDS how many seeds are tried. */
#include "analysis/damage.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "analysis/debug_file.hpp"
#include "analysis/hot/demangle.hpp"
#include "analysis/functions/function_index.hpp"
#include "analysis/line_index.hpp"
#include "analysis/program.hpp"
#include "analysis/sources.hpp"
#include "elf/marks/attributes.hpp"
#include "elf/marks/notes.hpp"
#include "support/memory_files.hpp"

namespace aex::analysis {
namespace {

constexpr int kFilesPerSeed = 2000;
/* For programs of some 20 kB: the readers' own bound is a multiple of the size and 1 MiB for each
 * section that they look at. */
constexpr std::uint64_t kMaxReadBytes = 32u << 20;

std::uint64_t number(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/* Section headers and the debug sections. */
std::vector<std::pair<std::size_t, std::size_t>> parts_of(os::Files& files,
                                                          const std::string& path) {
  std::vector<std::pair<std::size_t, std::size_t>> parts;
  const auto file = DebugFile::open_split(files, path);
  if (!file.ok()) return parts;
  const elf::SectionTable& table = file.value()->table();
  parts.emplace_back(file.value()->file().header().section_offset, 64 * table.all().size());
  for (const elf::Section& section : table.all()) {
    const std::string_view name = table.name(section);
    const bool is_wanted = name.find("debug") != name.npos || name.find("note") != name.npos ||
                           name.find("attributes") != name.npos || name == ".symtab";
    if (!is_wanted) continue;
    parts.emplace_back(section.offset, section.size);
  }
  return parts;
}

void exercise_functions(testing::MemoryFiles& files) {
  files.read_bytes = 0;
  const auto index = FunctionIndex::build(files, "prog");
  if (!index.ok()) {
    EXPECT_NE(index.error().code(), Code::internal) << index.error().detail();
  } else {
    index.value().scopes().each([&](std::uint64_t begin, std::uint64_t end, ScopeId) {
      EXPECT_LT(begin, end);
      for (const Frame& frame : index.value().chain(begin)) {
        (void)demangled(index.value().name(frame.name));
        if (frame.call_path != kNoPath) (void)index.value().path(frame.call_path);
      }
    });
  }
  EXPECT_LT(files.read_bytes, 2 * kMaxReadBytes);
}

void exercise_marks(testing::MemoryFiles& files) {
  const auto file = DebugFile::open(files, "prog");
  if (!file.ok()) return;
  const auto attributes = elf::read_attributes(file.value()->file(), file.value()->table());
  if (attributes.ok()) {
    for (const elf::Attribute& attribute : attributes.value()) {
      (void)elf::riscv_extensions(attribute.text);
    }
  }
  const auto notes = elf::read_notes(file.value()->file(), file.value()->table());
  if (notes.ok()) (void)elf::build_id(notes.value());
  (void)elf::read_mips_abi_flags(file.value()->file(), file.value()->table());
}

void exercise(testing::MemoryFiles& files, int* good) {
  files.read_bytes = 0;
  const auto sources = source_files(files, "prog");
  if (!sources.ok()) {
    EXPECT_NE(sources.error().detail().find("prog"), std::string::npos) << sources.error().detail();
    EXPECT_NE(sources.error().code(), Code::internal) << sources.error().detail();
  }
  const auto index = LineIndex::build(files, "prog");
  if (index.ok()) {
    ++*good;
    LineSpan span;
    for (std::uint64_t address = 0; address < 64; ++address) {
      (void)index.value().find(address << 58 | address << 6, &span);
    }
    index.value().each([](const LineSpan&) {});
  }
  EXPECT_LT(files.read_bytes, kMaxReadBytes);
  exercise_functions(files);
  exercise_marks(files);
}

/* What a test damages: the program, or a companion of split debug information. */
struct Victim {
  std::string path;
  Bytes whole;
  std::vector<std::pair<std::size_t, std::size_t>> parts;
};

Victim load(testing::MemoryFiles& files, const std::string& from, const std::string& as) {
  const auto text = os::read_text(os::system_files(), from, 1u << 20);
  EXPECT_TRUE(text.ok());
  const ByteView view(text.value());
  files.contents[as] = Bytes(view.begin(), view.end());
  return {as, files.contents[as], parts_of(files, as)};
}

class DamagedFiles : public ::testing::TestWithParam<testing::Build> {};

TEST_P(DamagedFiles, DoNoHarm) {
  const testing::Program program(GetParam());
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  testing::MemoryFiles files;
  std::vector<Victim> victims = {load(files, program.path(), "prog")};
  ASSERT_GT(victims[0].parts.size(), 3u);
  for (const char* name : {"main.dwo", "prog.dwp"}) {
    const std::string path = program.folder() + "/" + name;
    const std::string as = name == std::string("prog.dwp") ? name : path;
    if (os::system_files().info(path, true).ok()) victims.push_back(load(files, path, as));
  }
  int good = 0;
  const std::uint64_t first = number("AEX_SEED", 1);
  const std::uint64_t seeds = number("AEX_SEEDS", 1);
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    testing::Damage damage(seed);
    for (int i = 0; i < kFilesPerSeed; ++i) {
      const Victim& victim = victims[std::size_t(i) % victims.size()];
      files.contents[victim.path] = damage(victim.whole, victim.parts);
      exercise(files, &good);
      files.contents[victim.path] = victim.whole;
      ASSERT_FALSE(HasFailure()) << "seed " << seed << ", file " << i;
    }
  }
  EXPECT_GT(good, 20);
  EXPECT_LT(good, int(seeds) * kFilesPerSeed - 20);
}

INSTANTIATE_TEST_SUITE_P(
    All, DamagedFiles,
    ::testing::Values(
        testing::Build{"gcc", 5, false, "plain"}, testing::Build{"gcc", 4, true, "split"},
        testing::Build{"gcc", 2, false, "sections"}, testing::Build{"gcc", 5, false, "zlib"},
        testing::Build{"clang", 5, false, "split"}, testing::Build{"gcc", 5, false, "split_O2"},
        testing::Build{"gcc", 4, false, "package"}, testing::Build{"clang", 5, false, "package"},
        testing::Build{"riscv64-linux-gnu-gcc", 5, false, "plain"},
        testing::Build{"mips-linux-gnu-gcc", 4, false, "plain"}),
    [](const auto& info) { return info.param.name(); });

}  // namespace
}  // namespace aex::analysis
