#include "atlasexplorer/text.hpp"

#include <gtest/gtest.h>

namespace aex {
namespace {

TEST(Concat, JoinsPiecesOfEveryKind) {
  const std::string text = "a";
  const char* const pointer = "pointer";
  EXPECT_EQ(concat({text, " ", pointer, " ", std::string_view("view").substr(1), ""}),
            "a pointer iew");
  EXPECT_EQ(concat({}), "");
}

TEST(Concat, TakesABufferUpToItsNul) {
  char buffer[16] = "short";
  EXPECT_EQ(concat({"a ", buffer, "."}), "a short.");
}

TEST(Concat, KeepsANulOfAString) {
  const std::string text("a\0b", 3);
  EXPECT_EQ(concat({text, "c"}), std::string("a\0bc", 4));
}

TEST(Decimal, IsWhatTheStandardLibraryWrites) {
  for (const std::int64_t value : {std::int64_t(0), std::int64_t(-1), std::int64_t(10),
                                   std::int64_t(1234567890123), INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(decimal(value), std::to_string(value));
  }
  EXPECT_EQ(decimal(UINT64_MAX), "18446744073709551615");
  EXPECT_EQ(decimal(INT32_MIN), "-2147483648");
  EXPECT_EQ(decimal(std::uint16_t(65535)), "65535");
}

TEST(ParseNumber, TakesTheWholeTextOrNothing) {
  EXPECT_EQ(parse_number("0"), 0u);
  EXPECT_EQ(parse_number("007"), 7u);
  EXPECT_EQ(parse_number("18446744073709551615"), UINT64_MAX);
  for (const char* text : {"", " 1", "1 ", "+1", "-1", "0x1", "1.0", "18446744073709551616",
                           "99999999999999999999999", "\xb1"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(ParseNumber, KnowsOctal) {
  EXPECT_EQ(parse_number("777", 8), 511u);
  EXPECT_EQ(parse_number("1777777777777777777777", 8), UINT64_MAX);
  EXPECT_EQ(parse_number("2000000000000000000000", 8), std::nullopt);
  EXPECT_EQ(parse_number("78", 8), std::nullopt);
}

TEST(TakeNumber, LeavesWhatFollows) {
  std::string_view text = "17 path=x";
  EXPECT_EQ(take_number(text), 17u);
  EXPECT_EQ(text, " path=x");
  EXPECT_EQ(take_number(text), std::nullopt);
  EXPECT_EQ(text, " path=x");
}

}  // namespace
}  // namespace aex
