#include "report/inst_counts.hpp"

#include <gtest/gtest.h>

namespace aex::report {
namespace {

InstructionCount line(std::uint64_t address, std::uint64_t retired, const char* text = "nop") {
  InstructionCount count;
  count.address = address;
  count.opcode = 0x13;
  count.retired = retired;
  count.text = text;
  return count;
}

std::string written(const std::vector<InstructionCount>& counts) {
  MemorySink sink(1 << 20);
  EXPECT_TRUE(write_inst_counts(counts, arrange(counts), sink).ok());
  return std::string(sink.text());
}

std::string zeros(std::size_t count) { return std::string(count, '0'); }

TEST(InstCounts, ArrangesBlocksByWeight) {
  std::vector<InstructionCount> counts = {line(0x100, 1), line(0x104, 1), line(0x10c, 5),
                                          line(0x200, 2), line(0x300, 2)};
  counts[2].size = 2;
  counts.insert(counts.begin() + 3, line(0x10e, 4));
  const std::vector<CodeBlock> blocks = arrange(counts);
  ASSERT_EQ(blocks.size(), 4u);
  EXPECT_EQ(blocks[0].first, 2u);  // 0x10c and 0x10e: nine
  EXPECT_EQ(blocks[0].length, 2u);
  EXPECT_EQ(blocks[0].retired, 9u);
  EXPECT_EQ(blocks[1].first, 0u);  // equal ones in the order of their addresses
  EXPECT_EQ(blocks[2].first, 4u);
  EXPECT_EQ(blocks[3].first, 5u);
}

TEST(InstCounts, WritesTheCloudsLayout) {
  std::vector<InstructionCount> counts = {line(0x101ec, 1, "jalr        x0,0(x1)"),
                                          line(0x102d0, 2897, "addi        x2,x2,-16"),
                                          line(0x102d4, 2897, "sd          x1,8(x2)")};
  counts[0].taken = 1;
  counts[2].accesses_memory = true;
  counts[2].strides = {16, -8};
  std::string strides = "16,-8,";
  for (int i = 0; i < 48; ++i) strides += "0,";
  EXPECT_EQ(written(counts),
            "\n============ MAP 1 IEM:RV64 ============\n"
            "-----------------------------------------\n"
            "Total inst count = 5,795\n"
            "Max count        = 2,897\n"
            "------------------------- 100.0% - 5,794 inst, 2 addr\n"
            "     2,897   50.0%   50.0%  00000000000102d0  00000013   addi        x2,x2,-16\n"
            "     2,897   50.0%  100.0%  00000000000102d4  00000013   sd          x1,8(x2)"
            "    LStrides={" +
                strides +
                "}\n"
                "-------------------------   0.0% - 1 inst, 1 addr\n"
                "         1    0.0%  100.0%  00000000000101ec  00000013   jalr        x0,0(x1)"
                "    LHR={1" +
                zeros(49) + "}\n");
}

TEST(InstCounts, ShowsFiftyOutcomesAtMost) {
  std::vector<InstructionCount> counts = {line(0, 100)};
  counts[0].taken = 51;
  EXPECT_NE(written(counts).find("LHR={" + std::string(50, '1') + "}"), std::string::npos);
}

TEST(InstCounts, WritesShortOpcodesShort) {
  std::vector<InstructionCount> counts = {line(0x10000, 1, "c.nop")};
  counts[0].size = 2;
  counts[0].opcode = 1;
  EXPECT_NE(written(counts).find("  0000000000010000  0001       c.nop\n"), std::string::npos);
}

TEST(InstCounts, StreamsLongReports) {
  std::vector<InstructionCount> counts;
  for (std::uint64_t i = 0; i < 5000; ++i) counts.push_back(line(4 * i, 1'000'000));
  const std::string text = written(counts);
  EXPECT_NE(text.find("Total inst count = 5,000,000,000"), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 5000 + 6);
}

}  // namespace
}  // namespace aex::report
