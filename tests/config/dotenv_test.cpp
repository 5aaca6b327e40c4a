#include "config/dotenv.hpp"

#include <gtest/gtest.h>

#include <string>

namespace aex::config {
namespace {

/** "KEY=VALUE;" for each variable: the expectations below were read off python-dotenv. */
std::string flat(std::string_view text) {
  std::string out;
  for (const Variable& row : parse_dotenv(text)) {
    out += row.key.reveal() + "=" + row.value.reveal() + ";";
  }
  return out;
}

TEST(Dotenv, PlainValues) {
  EXPECT_EQ(flat("A=1\nB=two words \n"), "A=1;B=two words;");
  EXPECT_EQ(flat("A = 1\r\nB=\r\nC=3"), "A=1;B=;C=3;");
  EXPECT_EQ(flat("K=key:dev:us-west-2"), "K=key:dev:us-west-2;");
  EXPECT_EQ(flat("A=x=y"), "A=x=y;");
}

TEST(Dotenv, CommentsAndBlankLines) {
  EXPECT_EQ(flat("\n# c\n  # d\nA=1 # e\nB=1#e\nC='1' # f\n"), "A=1;B=1#e;C=1;");
  EXPECT_EQ(flat("A=#1\n"), "A=#1;");
  EXPECT_EQ(flat("A= # only a comment\n"), "A=;");
  EXPECT_EQ(flat(""), "");
}

TEST(Dotenv, Export) {
  EXPECT_EQ(flat("export A=1\nexport\tB=2\nexported=3\n"), "A=1;B=2;exported=3;");
}

TEST(Dotenv, Quotes) {
  EXPECT_EQ(flat("A='x # y'\nB=\"x # y\"\n'C D'=3\n"), "A=x # y;B=x # y;C D=3;");
  EXPECT_EQ(flat(R"(A="a\"b\n\q")"), "A=a\"b\n\\q;");
  EXPECT_EQ(flat(R"(A='a\'b\n')"), "A=a'b\\n;");
  EXPECT_EQ(flat("A=\"two\nlines\"\nB=1"), "A=two\nlines;B=1;");
}

TEST(Dotenv, MalformedLinesArePassedOver) {
  EXPECT_EQ(flat("A='open\nB=1\n"), "B=1;");
  EXPECT_EQ(flat("=1\nA=1\n"), "A=1;");
  EXPECT_EQ(flat("A='x' y\nB=1\n"), "B=1;");
  EXPECT_EQ(flat("lone\nA=1\n"), "A=1;");
  EXPECT_EQ(flat("'A\nB' x\nC=1\n"), "C=1;");
  EXPECT_EQ(flat("two words\nA=1\n"), "A=1;");
}

}  // namespace
}  // namespace aex::config
