#include "base/control.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace aex {
namespace {

std::uint64_t now(void* clock) { return *static_cast<std::uint64_t*>(clock); }

TEST(Control, WithoutAHookOrDeadlineNothingStopsIt) {
  Control control;
  EXPECT_TRUE(control.report(Stage::upload, 1, 2).ok());
  EXPECT_EQ(control.remaining_ms(), UINT64_MAX);
}

TEST(Control, HookSeesStageBytesAndElapsedTime) {
  std::vector<Progress> seen;
  Control control(
      [](const Progress& progress, void* payload) {
        static_cast<std::vector<Progress>*>(payload)->push_back(progress);
        return false;
      },
      &seen);
  std::uint64_t clock = 100;
  control.start(now, &clock, 0);
  clock = 130;
  ASSERT_TRUE(control.report(Stage::download, 5, 9).ok());
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].stage, Stage::download);
  EXPECT_EQ(seen[0].done_bytes, 5u);
  EXPECT_EQ(seen[0].total_bytes, 9u);
  EXPECT_EQ(seen[0].elapsed_ms, 30u);
}

TEST(Control, HookCancels) {
  Control control([](const Progress&, void*) { return true; }, nullptr);
  EXPECT_EQ(control.report(Stage::poll, 0, 0).error().code(), Code::cancelled);
  EXPECT_TRUE(control.is_cancelled());
}

TEST(Control, DeadlineNamesTheStage) {
  Control control;
  std::uint64_t clock = 0;
  control.start(now, &clock, 50);
  clock = 49;
  EXPECT_TRUE(control.report(Stage::poll, 0, 0).ok());
  EXPECT_EQ(control.remaining_ms(), 1u);
  clock = 50;
  EXPECT_EQ(control.check().error().code(), Code::timeout);
  EXPECT_EQ(control.check().error().detail(), "50 ms passed during poll");
}

}  // namespace
}  // namespace aex
