#include "cli/screen/table.hpp"

#include <gtest/gtest.h>

#include "cli/screen/terminal.hpp"

namespace aex::cli {
namespace {

TEST(Numbers, Grouped) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(196626), "196,626");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(grouped(-123), "-123");
  EXPECT_EQ(grouped(INT64_MIN), "-9,223,372,036,854,775,808");
}

TEST(Numbers, Bytes) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(1023), "1023 B");
  EXPECT_EQ(bytes_text(24 * 1024 + 103), "24.1 KiB");
  EXPECT_EQ(bytes_text(100ull << 20), "100.0 MiB");
  EXPECT_EQ(bytes_text(UINT64_MAX), "16777216.0 TiB");
}

TEST(Numbers, Durations) {
  EXPECT_EQ(duration_text(3249), "3.2 s");
  EXPECT_EQ(duration_text(60'000), "1 min 00 s");
  EXPECT_EQ(duration_text(125'900), "2 min 05 s");
}

TEST(Table, AlignsAndTrims) {
  Table table({Align::left, Align::right, Align::left});
  table.add({"name", "1,000", ""});
  table.add({"n\xc3\xa9", "7", "%"});
  EXPECT_EQ(table.text(), "name  1,000\nn\xc3\xa9        7  %\n");
}

TEST(Harmless, ControlCharactersDoNotReachTheTerminal) {
  EXPECT_EQ(harmless("a\x1b[2Jb\tc\x7f"), "a?[2Jb?c?");
  EXPECT_EQ(harmless("\xc2\x9b"
                     "2J caf\xc3\xa9 \xe2\x82\xac"),
            "??2J caf\xc3\xa9 \xe2\x82\xac");
}

}  // namespace
}  // namespace aex::cli
