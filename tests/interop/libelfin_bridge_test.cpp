#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atlasexplorer/interop/libelfin.hpp>
#include <dwarf/dwarf++.hh>
#include <set>

#include "analysis/program.hpp"
#include "capi/owned.hpp"
#include "dwarf/line/paths.hpp"

namespace aex::testing {
namespace {

using interop::ElfImage;

::elf::elf opened(const std::string& path) {
  return ::elf::elf(::elf::create_mmap_loader(::open(path.c_str(), O_RDONLY | O_CLOEXEC)));
}

std::string text_of(const std::string& path) {
  return os::read_text(os::system_files(), path, 64u << 20).value();
}

/* Of a program that has the file in a string. */
class TextLoader final : public ::elf::loader {
 public:
  explicit TextLoader(std::string text) : text_(std::move(text)) {}
  const void* load(off_t offset, std::size_t size) override {
    if (std::uint64_t(offset) > text_.size() || size > text_.size() - std::size_t(offset)) {
      throw std::range_error("beyond the end");
    }
    return text_.data() + offset;
  }

 private:
  std::string text_;
};

::elf::elf loaded(std::string text) {
  return ::elf::elf(std::make_shared<TextLoader>(std::move(text)));
}

/* libelfin takes only a path that begins with a slash for absolute. */
std::string as_ours(const std::string& path) {
  const std::size_t colon = path.find(":\\");
  const bool has_drive = colon != std::string::npos && colon > 0;
  return dwarf::folded(has_drive ? path.substr(colon - 1) : path);
}

/* What libelfin can read of the debug information of a program. */
struct Debug {
  std::set<std::string> sources;
  std::map<std::uint64_t, std::pair<std::string, unsigned>> lines;
  std::map<std::uint64_t, std::string> functions;
};

void take_lines(const ::dwarf::line_table& table, Debug& debug) {
  for (unsigned i = 1; table.valid(); ++i) {
    try {
      debug.sources.insert(as_ours(table.get_file(i)->path));
    } catch (const std::out_of_range&) {
      break;
    }
  }
  if (!table.valid()) return;
  for (const ::dwarf::line_table::entry& entry : table) {
    if (entry.end_sequence) continue;
    debug.lines[entry.address] = {as_ours(entry.file->path), entry.line};
  }
}

void take_functions(const ::dwarf::die& parent, Debug& debug) {
  for (const ::dwarf::die& die : parent) {
    const bool is_code = die.tag == ::dwarf::DW_TAG::subprogram && die.has(::dwarf::DW_AT::low_pc);
    if (is_code && die.has(::dwarf::DW_AT::name)) {
      debug.functions[::dwarf::at_low_pc(die)] = ::dwarf::at_name(die);
    }
  }
}

Debug theirs(const ::elf::elf& file) {
  Debug debug;
  const ::dwarf::dwarf dwarf(::dwarf::elf::create_loader(file));
  for (const ::dwarf::compilation_unit& unit : dwarf.compilation_units()) {
    take_lines(unit.get_line_table(), debug);
    take_functions(unit.root(), debug);
  }
  return debug;
}

std::set<std::string> sources_of(const ElfImage& held) {
  Failure error;
  Owned<aex_sources> sources;
  const aex_elf_image image = held.get();
  EXPECT_FINE(aex_sources_read_image(&sources, &image, 0, &error));
  std::set<std::string> found;
  for (std::size_t i = 0; i < aex_sources_count(sources); ++i) {
    found.insert(aex_sources_path(sources, i));
  }
  return found;
}

void expect_lines(const ElfImage& held, const Debug& expected) {
  Failure error;
  Owned<aex_lines> lines;
  const aex_elf_image image = held.get();
  ASSERT_FINE(aex_lines_read_image(&lines, &image, &error));
  for (const auto& [address, line] : expected.lines) {
    EXPECT_EQ(aex_lines_path(lines, address), line.first) << address;
    EXPECT_EQ(aex_lines_number(lines, address), line.second) << address;
  }
}

void expect_functions(const ElfImage& held, const Debug& expected) {
  Failure error;
  Owned<aex_functions> functions;
  const aex_elf_image image = held.get();
  ASSERT_FINE(aex_functions_read_image(&functions, &image, &error));
  for (const auto& [address, name] : expected.functions) {
    const std::string chain = aex_functions_chain(functions, address);
    EXPECT_EQ(chain.substr(0, chain.find(" > ")), name) << address;
  }
}

class Bridge : public ::testing::TestWithParam<Build> {};

TEST_P(Bridge, TellsWhatLibelfinTells) {
  const Program program(GetParam());
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  const ::elf::elf file = opened(program.path());
  const ElfImage held(file, program.path());
  const std::string bytes = text_of(program.path());
  ASSERT_EQ(held.get().bytes, bytes.size()) << "the section headers end the file";
  EXPECT_EQ(std::memcmp(held.get().data, bytes.data(), bytes.size()), 0);
  const Debug expected = theirs(file);
  EXPECT_EQ(sources_of(held), expected.sources);
  expect_lines(held, expected);
  expect_functions(held, expected);
  EXPECT_GT(expected.sources.size(), 4u);
  EXPECT_GT(expected.lines.size(), 20u);
  EXPECT_GE(expected.functions.size(), 5u);
}

/* As libelfin_test.cpp tells, without linkers that leave lines of what they discarded. */
std::vector<Build> readable_builds() {
  std::vector<Build> builds;
  for (Build& build : all_builds()) {
    if (build.version <= 4 && !build.is_64 && build.variant == "plain") builds.push_back(build);
  }
  return builds;
}

INSTANTIATE_TEST_SUITE_P(All, Bridge, ::testing::ValuesIn(readable_builds()),
                         [](const auto& info) { return info.param.name(); });

TEST(LibelfinBridge, HandsOverWhatLibelfinCannotRead) {
  for (const Build& build : {Build{"gcc", 5, false, "plain"}, Build{"gcc", 4, true, "plain"},
                             Build{"gcc", 4, false, "zlib"}, Build{"gcc", 5, false, "split"}}) {
    SCOPED_TRACE(build.name());
    const Program program(build);
    if (!program.problem().empty()) GTEST_SKIP() << program.problem();
    const ::elf::elf file = opened(program.path());
    const ElfImage held(file, program.path());
    EXPECT_EQ(sources_of(held).count(program.folder() + "/src/main.c"), 1u);
    Debug expected;
    expected.functions[file.get_hdr().entry] = "main";
    expect_functions(held, expected);
  }
}

TEST(LibelfinBridge, OutlivesTheFileAndServesOtherLoaders) {
  const std::string path = AEX_SOURCE_DIR "/examples/workloads/text.elf";
  auto file = std::make_unique<::elf::elf>(loaded(text_of(path)));
  const ElfImage held(*file);
  file.reset();
  EXPECT_EQ(held.get().path, nullptr);
  EXPECT_EQ(sources_of(held), sources_of(ElfImage(opened(path), path)));
}

TEST(LibelfinBridge, ThrowsForAFileThatIsCut) {
  std::string text = text_of(AEX_SOURCE_DIR "/examples/workloads/text.elf");
  const std::size_t whole = ElfImage(loaded(text)).get().bytes;
  ASSERT_LE(whole, text.size());
  EXPECT_THROW(ElfImage(::elf::elf()), ::elf::format_error);
  EXPECT_THROW(ElfImage(loaded(text.substr(0, whole - 1))), std::range_error);
  text.replace(64 + 32, 8, std::string(8, '\xff'));  // the size of the first segment
  EXPECT_THROW(ElfImage{loaded(text)}, ::elf::format_error);
}

/* Nobody but the first section tells how many there are. */
TEST(LibelfinBridge, CountsSectionsBeyondWhatTheHeaderHolds) {
  const Program program({"gcc", 4, false, "plain"});
  if (!program.problem().empty()) GTEST_SKIP() << program.problem();
  const CommandResult built = program.run(
      "i=0; while [ $i -lt 66000 ]; do echo \".section .s$i,\\\"aw\\\"\"; echo .byte 1;"
      " i=$((i+1)); done >many.s; gcc -c many.s -o many.o && gcc -no-pie -nostdlib -static"
      " -Wl,--unique,-e,main main.o other.o third.o many.o -o many");
  ASSERT_TRUE(built.ok()) << built.output;
  const ::elf::elf file = opened(program.folder() + "/many");
  ASSERT_TRUE(file.sections().empty()) << "libelfin learnt to count: see docs/dependencies.md";
  const ElfImage held(file);
  EXPECT_EQ(held.get().bytes, text_of(program.folder() + "/many").size());
  EXPECT_EQ(sources_of(held), sources_of(ElfImage(opened(program.path()))));
}

}  // namespace
}  // namespace aex::testing
