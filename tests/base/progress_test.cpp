#include "atlasexplorer/progress.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace aex {
namespace {

TEST(Progress, TenStagesHaveTenNames) {
  std::set<std::string> names;
  for (int number = 1; number <= 10; ++number) {
    const std::string name = stage_name(static_cast<Stage>(number));
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_NE(name, "unknown") << number;
  }
}

TEST(Progress, AStageThatIsNoneIsUnknown) {
  EXPECT_STREQ(stage_name(static_cast<Stage>(11)), "unknown");
}

TEST(Progress, NamesFollowTheOrderOfARun) {
  EXPECT_STREQ(stage_name(Stage::config), "config");
  EXPECT_LT(Stage::encrypt, Stage::upload);
  EXPECT_STREQ(stage_name(Stage::report), "report");
}

}  // namespace
}  // namespace aex
