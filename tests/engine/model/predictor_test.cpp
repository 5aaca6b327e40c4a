#include "engine/model/predictor.hpp"

#include <gtest/gtest.h>

namespace aex::engine {
namespace {

TEST(Predictor, LearnsABranchInOneStepAndForgetsItInTwo) {
  Predictor predictor{Parameters()};
  EXPECT_FALSE(predictor.branch(0x1000, true));
  EXPECT_TRUE(predictor.branch(0x1000, true));
  EXPECT_FALSE(predictor.branch(0x1000, false));
  EXPECT_TRUE(predictor.branch(0x1000, true));
  EXPECT_TRUE(predictor.branch(0x2002, false)) << "another branch";
}

TEST(Predictor, RemembersAsManyReturnsAsItsStackHolds) {
  Predictor predictor{Parameters()};
  const std::uint32_t depth = Parameters().return_stack_entries;
  for (std::uint64_t i = 0; i <= depth; ++i) predictor.call(100 + i);
  for (std::uint64_t i = depth; i > 0; --i) EXPECT_TRUE(predictor.take_return(100 + i));
  EXPECT_FALSE(predictor.take_return(100)) << "the oldest was pushed out";
  EXPECT_FALSE(predictor.take_return(100)) << "nothing is left";
}

TEST(Predictor, ExpectsTheLastTargetOfAnIndirectJump) {
  Predictor predictor{Parameters()};
  EXPECT_FALSE(predictor.indirect_jump(0x1000, 0x5000));
  EXPECT_TRUE(predictor.indirect_jump(0x1000, 0x5000));
  EXPECT_FALSE(predictor.indirect_jump(0x1000, 0x6000));
}

}  // namespace
}  // namespace aex::engine
