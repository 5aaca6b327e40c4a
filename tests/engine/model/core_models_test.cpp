#include "engine/model/core_models.hpp"

#include <gtest/gtest.h>

#include "codec/json.hpp"

namespace aex::engine {
namespace {

TEST(CoreModels, DescribeThemselvesInJson) {
  ASSERT_EQ(core_models().size(), 3u);
  EXPECT_EQ(core_models()[0].name, "I8500_(1_thread)");
  for (const package::Core& core : core_models()) {
    const auto json = codec::Json::parse(core.arch_json);
    ASSERT_TRUE(json.ok()) << core.arch_json;
    EXPECT_EQ(json.value()["name"].text(), core.name);
    EXPECT_EQ(json.value()["xlen"].integer(), core.xlen);
    EXPECT_EQ(json.value()["num_threads"].integer(), core.num_threads);
    EXPECT_EQ(json.value()["num_cores"].integer(), core.num_cores);
  }
}

}  // namespace
}  // namespace aex::engine
