/* Damaged files: never a crash, a report of a sanitizer or endless work, whatever comes out.
 * AEX_SEED chooses other files, AEX_SEEDS how many seeds are tried. */
#include "analysis/damage.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "analysis/debug_file.hpp"
#include "analysis/line_index.hpp"
#include "analysis/program.hpp"
#include "analysis/sources.hpp"
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
std::vector<std::pair<std::size_t, std::size_t>> parts_of(os::Files& files) {
  std::vector<std::pair<std::size_t, std::size_t>> parts;
  const auto file = DebugFile::open(files, "prog");
  if (!file.ok()) return parts;
  const elf::SectionTable& table = file.value()->table();
  parts.emplace_back(file.value()->file().header().section_offset, 64 * table.all().size());
  for (const elf::Section& section : table.all()) {
    if (table.name(section).find("debug") == std::string_view::npos) continue;
    parts.emplace_back(section.offset, section.size);
  }
  return parts;
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
}

class DamagedFiles : public ::testing::TestWithParam<testing::Build> {};

TEST_P(DamagedFiles, DoNoHarm) {
  const testing::Program program(GetParam());
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  testing::MemoryFiles files;
  const auto text = os::read_text(os::system_files(), program.path(), 1u << 20);
  ASSERT_TRUE(text.ok());
  const ByteView view(text.value());
  const Bytes whole(view.begin(), view.end());
  files.contents["prog"] = whole;
  const auto parts = parts_of(files);
  ASSERT_GT(parts.size(), 3u);
  int good = 0;
  const std::uint64_t first = number("AEX_SEED", 1);
  const std::uint64_t seeds = number("AEX_SEEDS", 1);
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    testing::Damage damage(seed);
    for (int i = 0; i < kFilesPerSeed; ++i) {
      files.contents["prog"] = damage(whole, parts);
      exercise(files, &good);
      ASSERT_FALSE(HasFailure()) << "seed " << seed << ", file " << i;
    }
  }
  EXPECT_GT(good, 20);
  EXPECT_LT(good, int(seeds) * kFilesPerSeed - 20);
}

INSTANTIATE_TEST_SUITE_P(All, DamagedFiles,
                         ::testing::Values(testing::Build{"gcc", 5, false, "plain"},
                                           testing::Build{"gcc", 4, true, "split"},
                                           testing::Build{"gcc", 2, false, "sections"},
                                           testing::Build{"gcc", 5, false, "zlib"},
                                           testing::Build{"clang", 5, false, "split"},
                                           testing::Build{"mips-linux-gnu-gcc", 4, false, "plain"}),
                         [](const auto& info) { return info.param.name(); });

}  // namespace
}  // namespace aex::analysis
