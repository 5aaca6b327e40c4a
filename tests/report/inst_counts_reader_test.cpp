#include <gtest/gtest.h>

#include "report/inst_counts.hpp"
#include "support/memory_files.hpp"
#include "support/shared_data.hpp"

namespace aex::report {
namespace {

class TextSink final : public Sink {
 public:
  Status write(ByteView bytes) override {
    text.append(bytes.text());
    return {};
  }
  std::string text;
};

TEST(ReadInstCounts, GivesBackWhatWasWritten) {
  std::vector<InstructionCount> counts(3);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    counts[i].address = 0x1000 + 4 * i;
    counts[i].opcode = 0x13;
    counts[i].retired = 1234567 * (i + 1);
    counts[i].text = "addi        x0,x0,0";
  }
  counts[1].accesses_memory = true;
  counts[1].strides = {8, -16};
  counts[2].size = 2;
  counts[2].taken = 7;
  TextSink sink;
  ASSERT_TRUE(write_inst_counts(counts, arrange(counts), sink).ok());
  testing::MemoryFiles files;
  const ByteView view(sink.text);
  files.contents["c"] = Bytes(view.begin(), view.end());
  const auto read = read_inst_counts(files, "c");
  ASSERT_TRUE(read.ok()) << read.error().detail();
  ASSERT_EQ(read.value().size(), 3u);
  EXPECT_EQ(read.value()[0].text, counts[0].text);
  EXPECT_EQ(read.value()[1].retired, 2469134u);
  EXPECT_EQ(read.value()[1].strides[1], -16);
  EXPECT_EQ(read.value()[2].size, 2u);
  EXPECT_EQ(read.value()[2].taken, 7u);
}

TEST(ReadInstCounts, ReadsTheServicesReportToItsTotal) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const auto read = read_inst_counts(
      os::system_files(),
      data + "/real_run_1_thread/reports/mandelbrot_rv64_O0_Instruction_Counts/inst_counts.txt");
  ASSERT_TRUE(read.ok()) << read.error().detail();
  std::uint64_t total = 0;
  for (const InstructionCount& count : read.value()) total += count.retired;
  EXPECT_EQ(total, 196626u);
}

TEST(ReadInstCounts, RefusesATotalThatCannotBe) {
  const std::string half = "4,503,599,627,370,496 50.0%  50.0%  0000000000010000  00000013  nop\n";
  testing::MemoryFiles files;
  for (const char* name : {"one", "two"}) {
    const std::string text = std::string(name) == "one" ? half : half + half;
    files.contents[name] = Bytes(text.begin(), text.end());
  }
  EXPECT_TRUE(read_inst_counts(files, "one").ok());
  EXPECT_EQ(read_inst_counts(files, "two").error().detail(), "two in line 2");
}

TEST(ReadInstCounts, NamesTheLineThatIsNone) {
  testing::MemoryFiles files;
  const ByteView view("=====\n 12 no line\n");
  files.contents["c"] = Bytes(view.begin(), view.end());
  const auto read = read_inst_counts(files, "c");
  EXPECT_EQ(read.error().code(), Code::report_malformed);
  EXPECT_EQ(read.error().detail(), "c in line 2");
  EXPECT_EQ(read_inst_counts(files, "d").error().code(), Code::report_missing);
}

}  // namespace
}  // namespace aex::report
