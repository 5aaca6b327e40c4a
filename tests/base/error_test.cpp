#include "atlasexplorer/error.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <set>
#include <string>

namespace aex {
namespace {

TEST(Error, TableIsAscendingAndEveryRowIsComplete) {
  std::size_t count = 0;
  const CodeInfo* rows = all_codes(&count);
  ASSERT_GT(count, 40u);
  std::set<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) {
      EXPECT_LT(rows[i - 1].code, rows[i].code) << rows[i].name;
    }
    EXPECT_TRUE(names.insert(rows[i].name).second) << rows[i].name;
    EXPECT_GT(std::strlen(rows[i].text), 5u) << rows[i].name;
    EXPECT_EQ(rows[i].remedy[std::strlen(rows[i].remedy) - 1], '.') << rows[i].name;
    EXPECT_GE(rows[i].exit_status, 64) << rows[i].name;
    EXPECT_LE(rows[i].exit_status, 130) << rows[i].name;
    EXPECT_EQ(&info(rows[i].code), &rows[i]);
  }
}

TEST(Error, UnknownCodeIsInternal) {
  EXPECT_STREQ(info(static_cast<Code>(99999)).name, "internal");
}

TEST(Error, MessageSaysWhatWhereAndWhatNext) {
  const Error error(Code::workload_missing, "a.elf");
  EXPECT_EQ(error.message(), "the workload does not exist: a.elf. Check the path of the ELF file.");
  EXPECT_EQ(Error(Code::timeout, "").message(),
            "the time limit was reached. Wait longer with a higher time limit.");
}

}  // namespace
}  // namespace aex
