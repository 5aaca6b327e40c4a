#include "report/trace_counts.hpp"

#include "report/stf/traces.hpp"
#include "support/memory_files.hpp"
#include "support/shared_data.hpp"

namespace aex::report {
namespace {

using namespace aex::testing;

os::Files& files() { return os::system_files(); }

TEST(CountTrace, GivesTheServicesCountsAddressByAddress) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const std::string run = data + "/real_run_1_thread";
  const auto from_trace = count_trace(files(), run + "/.experiment/mandelbrot_rv64_O0.elf.zstf");
  const auto told = read_inst_counts(
      files(), run + "/reports/mandelbrot_rv64_O0_Instruction_Counts/inst_counts.txt");
  if (!from_trace.ok() && from_trace.error().code() == Code::unsupported) {
    GTEST_SKIP() << "no libzstd";
  }
  ASSERT_TRUE(from_trace.ok()) << from_trace.error().detail();
  ASSERT_TRUE(told.ok());
  ASSERT_EQ(from_trace.value().size(), told.value().size());
  for (std::size_t i = 0; i < told.value().size(); ++i) {
    const InstructionCount& ours = from_trace.value()[i];
    const InstructionCount& theirs = told.value()[i];
    EXPECT_EQ(ours.address, theirs.address);
    EXPECT_EQ(ours.retired, theirs.retired) << std::hex << ours.address;
    EXPECT_EQ(ours.opcode, theirs.opcode) << std::hex << ours.address;
    EXPECT_EQ(ours.size, theirs.size);
    EXPECT_EQ(ours.accesses_memory, theirs.accesses_memory) << std::hex << ours.address;
    EXPECT_EQ(std::min<std::uint64_t>(ours.taken, kHistoryLength), theirs.taken)
        << std::hex << ours.address;
  }
}

TEST(CountTrace, CountsOverChunks) {
  const Folder folder;
  const std::string path = write_loop(folder, 1003, 100);
  ASSERT_TRUE(is_trace(files(), path));
  const auto counts = count_trace(files(), path);
  ASSERT_TRUE(counts.ok()) << counts.error().detail();
  ASSERT_EQ(counts.value().size(), 4u);
  std::uint64_t total = 0;
  for (const InstructionCount& count : counts.value()) total += count.retired;
  EXPECT_EQ(total, 1003u);
  EXPECT_EQ(counts.value()[0].address, 0x10000u);
  EXPECT_EQ(counts.value()[0].retired, 251u);
  EXPECT_TRUE(counts.value()[0].accesses_memory);
  EXPECT_EQ(counts.value()[2].size, 2u);
  EXPECT_EQ(counts.value()[3].retired, 250u);
  EXPECT_EQ(counts.value()[3].taken, 250u);
}

TEST(CountTrace, SaysThatATraceIsCutShort) {
  const Folder folder;
  write_loop(folder, 250, 100);
  const std::string whole = folder.read("loop.zstf");
  MemoryFiles held;
  held.contents["cut"] = Bytes(whole.begin(), whole.end() - 5);
  const auto counts = count_trace(held, "cut");
  EXPECT_EQ(counts.error().code(), Code::trace_truncated);
  EXPECT_NE(counts.error().detail().find("cut"), std::string::npos);
  EXPECT_EQ(count_trace(held, "gone").error().code(), Code::file_missing);
}

TEST(IsTrace, KnowsReportsFromTraces) {
  const Folder folder;
  folder.write("inst_counts.txt", "\n============ MAP 1 IEM:RV64 ============\n");
  folder.write("empty", "");
  EXPECT_FALSE(is_trace(files(), folder / "inst_counts.txt"));
  EXPECT_FALSE(is_trace(files(), folder / "empty"));
  EXPECT_FALSE(is_trace(files(), folder / "gone"));
}

}  // namespace
}  // namespace aex::report
