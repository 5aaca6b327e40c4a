#include "analysis/hot/counts.hpp"

#include "analysis/hot/document.hpp"
#include "analysis/hot/hot.hpp"
#include "analysis/hot/place.hpp"
#include "elf/elf_image.hpp"
#include "engine/trace/count_texts.hpp"
#include "report/stf/traces.hpp"
#include "support/shared_data.hpp"

namespace aex::analysis {
namespace {

using testing::Folder;

os::Files& files() { return os::system_files(); }

std::string json_of(const std::string& counts_path, const std::string& elf) {
  auto counts = read_counts(files(), counts_path, elf, engine::add_texts);
  EXPECT_TRUE(counts.ok()) << counts.error().detail();
  if (!counts.ok()) return {};
  const Result<Hot> hot = find_hot(files(), std::move(counts.value()), elf);
  EXPECT_TRUE(hot.ok());
  return hot_json(hot.value(), {elf, "counts"}, 0);
}

TEST(ReadCounts, TheServicesTraceSaysWhatItsCountsSay) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const std::string run = data + "/real_run_1_thread", elf = data + "/mandelbrot_rv64_O0.elf";
  const std::string trace = run + "/.experiment/mandelbrot_rv64_O0.elf.zstf";
  const auto counts = read_counts(files(), trace, elf, engine::add_texts);
  if (!counts.ok() && counts.error().code() == Code::unsupported) GTEST_SKIP() << "no libzstd";
  const std::string from_trace = json_of(trace, elf);
  EXPECT_EQ(from_trace,
            json_of(run + "/reports/mandelbrot_rv64_O0_Instruction_Counts/inst_counts.txt", elf));
  EXPECT_NE(from_trace.find("iterate_p1"), std::string::npos);
}

/* The program of stf/traces.hpp, at `address`, with `last` as its last instruction. */
std::string write_program(const Folder& folder, std::uint64_t address, std::uint32_t last,
                          std::uint32_t flags) {
  std::string code("\x83\x37\x05\x00\x27\x30\xf5\x00\x21\x05", 10);
  for (unsigned i = 0; i < 4; ++i) code += char(last >> (8 * i));
  testing::ElfImage image(true, false);
  const std::size_t begin = image.header_bytes() + image.segment_bytes();
  image.segment(elf::kSegmentLoad, flags, begin, address, code.size(), code.size()).append(code);
  folder.write("loop.elf", image.bytes());
  return folder / "loop.elf";
}

constexpr std::uint32_t kLast = 0xfedff06f, kCode = elf::kReadable | elf::kExecutable;

TEST(ReadCounts, TakesTheTraceOfItsProgram) {
  const Folder folder;
  const std::string trace = testing::write_loop(folder, 250, 100);
  const std::string elf = write_program(folder, 0x10000, kLast, kCode);
  const auto counts = read_counts(files(), trace, elf, engine::add_texts);
  ASSERT_TRUE(counts.ok()) << counts.error().detail();
  ASSERT_EQ(counts.value().size(), 4u);
  EXPECT_EQ(counts.value()[3].text.substr(0, 3), "jal");
}

TEST(ReadCounts, RefusesTheTraceOfAnotherProgram) {
  const Folder folder;
  const std::string trace = testing::write_loop(folder, 250, 100);
  const auto other =
      read_counts(files(), trace, write_program(folder, 0x10000, 0x13, kCode), engine::add_texts);
  ASSERT_EQ(other.error().code(), Code::trace_mismatch);
  EXPECT_NE(other.error().detail().find("opcode fedff06f at 1000a, where 00000013 stands in"),
            std::string::npos)
      << other.error().detail();
  const auto elsewhere =
      read_counts(files(), trace, write_program(folder, 0x90000, kLast, kCode), engine::add_texts);
  EXPECT_EQ(elsewhere.error().code(), Code::trace_mismatch);
  const auto changing =
      read_counts(files(), trace, write_program(folder, 0x10000, 0x13, kCode | elf::kWritable),
                  engine::add_texts);
  EXPECT_TRUE(changing.ok()) << "code that may be written to may have been";
}

TEST(ReadCounts, NamesATraceThatIsCutShort) {
  const Folder folder;
  testing::write_loop(folder, 250, 100);
  const std::string whole = folder.read("loop.zstf");
  folder.write("cut.zstf", whole.substr(0, whole.size() / 2));
  const auto counts = read_counts(files(), folder / "cut.zstf", "", engine::add_texts);
  EXPECT_EQ(counts.error().code(), Code::trace_truncated);
  EXPECT_NE(counts.error().detail().find("cut.zstf"), std::string::npos);
}

TEST(FindCounts, TakesTheTraceWhereThereAreNoCounts) {
  const Folder folder;
  const std::string root = folder / "run/run";
  for (const std::string& name : {root + "/reports/summary", root + "/.experiment"}) {
    ASSERT_TRUE(os::make_folders(files(), name, os::Access::shared).ok());
  }
  folder.write("run/run/reports/summary/summary.json", "{}");
  const auto none = find_counts(files(), folder / "run", "");
  EXPECT_EQ(none.error().code(), Code::report_missing);
  folder.write("run/run/.experiment/loop.elf.zstf", "ZSTF");
  folder.write("run/run/.experiment/loop.elf", "");
  const auto place = find_counts(files(), folder / "run", "loop");
  ASSERT_TRUE(place.ok()) << place.error().detail();
  EXPECT_EQ(os::base_name(place.value().counts), "loop.elf.zstf");
}

}  // namespace
}  // namespace aex::analysis
