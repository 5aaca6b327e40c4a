#include "os/environment.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace aex::os {
namespace {

TEST(Environment, TellsEmptyFromUnset) {
  ::unsetenv("AEX_TEST_VARIABLE");
  EXPECT_FALSE(environment("AEX_TEST_VARIABLE").has_value());
  ::setenv("AEX_TEST_VARIABLE", "", 1);
  EXPECT_EQ(environment("AEX_TEST_VARIABLE"), "");
  ::setenv("AEX_TEST_VARIABLE", "a:b", 1);
  EXPECT_EQ(environment("AEX_TEST_VARIABLE"), "a:b");
  ::unsetenv("AEX_TEST_VARIABLE");
}

TEST(Environment, HomeIsTheVariableElseThePasswordDatabase) {
  const std::string before = environment("HOME").value_or("/");
  ::setenv("HOME", "/some/where", 1);
  EXPECT_EQ(home_folder(), "/some/where");
  ::setenv("HOME", "", 1);
  const std::string of_database = home_folder();
  EXPECT_NE(of_database, "/some/where");
  ::unsetenv("HOME");
  EXPECT_EQ(home_folder(), of_database);
  ::setenv("HOME", before.c_str(), 1);
}

}  // namespace
}  // namespace aex::os
