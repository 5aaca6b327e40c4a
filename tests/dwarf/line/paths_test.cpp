#include "dwarf/line/paths.hpp"

#include <gtest/gtest.h>

namespace aex::dwarf {
namespace {

TEST(Paths, TellAbsoluteOnes) {
  for (const char* path : {"/", "/a", "C:\\", "C:\\a", "c:/a", "\\\\host\\share\\a"}) {
    EXPECT_TRUE(is_absolute(path)) << path;
  }
  for (const char* path : {"", "a", "./a", "C:", "C:a", "\\a", "\\\\host", "1:\\a"}) {
    EXPECT_FALSE(is_absolute(path)) << path;
  }
}

TEST(Paths, Join) {
  EXPECT_EQ(joined("/a", "b.c"), "/a/b.c");
  EXPECT_EQ(joined("/a/", "b.c"), "/a/b.c");
  EXPECT_EQ(joined("", "b.c"), "b.c");
  EXPECT_EQ(joined("/a", ""), "/a");
  EXPECT_EQ(joined("/a", "/b.c"), "/b.c");
  EXPECT_EQ(joined("/a", "C:\\b.c"), "C:\\b.c");
  EXPECT_EQ(joined("D:\\a", "src/b.c"), "D:\\a/src/b.c");
}

TEST(Paths, Fold) {
  const char* const pairs[][2] = {
      {"/a/b.c", "/a/b.c"},
      {"/a/./b/../c//d.c", "/a/c/d.c"},
      {"/../a", "/a"},
      {"/a/..", "/"},
      {"//a", "/a"},
      {"/a/", "/a"},
      {"a/../../b", "../b"},
      {"../../b", "../../b"},
      {"./a", "a"},
      {"a/..", "."},
      {".", "."},
      {"/a/..b/.c/d..", "/a/..b/.c/d.."},
      {"C:\\a\\..\\b\\.\\c.c", "C:\\b\\c.c"},
      {"C:\\a\\b/../c.c", "C:\\a\\c.c"},
      {"C:\\..\\a", "C:\\a"},
      {"D:\\a/src/b.c", "D:\\a/src/b.c"},
      {"\\\\host\\share\\..\\a", "\\\\host\\a"},
      {"/odd\\name/../b", "/b"},
      {"/a/odd\\..\\name", "/a/odd\\..\\name"},
  };
  for (const auto& [path, expected] : pairs) EXPECT_EQ(folded(path), expected) << path;
}

}  // namespace
}  // namespace aex::dwarf
