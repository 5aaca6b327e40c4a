#include "atlasexplorer/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace aex {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return Error(Code::invalid_argument, "odd");
  return n / 2;
}

Result<int> quarter(int n) {
  AEX_TRY(const int h, half(n));
  return half(h);
}

Status is_even(int n) {
  AEX_CHECK(half(n));
  return {};
}

TEST(Result, HoldsTheValue) { EXPECT_EQ(quarter(8).value(), 2); }

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(quarter(3).error().detail(), "odd");
  EXPECT_EQ(quarter(6).error().code(), Code::invalid_argument);
}

TEST(Result, CheckReturnsTheError) {
  EXPECT_TRUE(is_even(2).ok());
  EXPECT_FALSE(is_even(1).ok());
}

TEST(Result, MovesValuesThatCannotBeCopied) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 7);
}

TEST(Result, CopiesAreAlike) {
  const Result<int> right(3), wrong(Error(Code::timeout, "late", 504));
  EXPECT_EQ(Result<int>(right).value(), 3);
  const Result<int> copy(wrong);
  EXPECT_EQ(copy.error().detail(), "late");
  EXPECT_EQ(copy.error().http_status(), 504);
  EXPECT_NE(&copy.error().detail(), &wrong.error().detail());
  Status status = Error(Code::timeout, "late");
  const Status same(status);
  status = Status();
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(same.error().code(), Code::timeout);
}

/* Every function hands one up. */
TEST(Result, OfNothingIsAPointer) { EXPECT_EQ(sizeof(Status), sizeof(void*)); }

}  // namespace
}  // namespace aex
