#include "gateway/work/pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace aex::gateway {
namespace {

const auto kIdle = [] {};

TEST(Pool, RunsEverythingThatFindsAPlace) {
  std::atomic<int> ran{0};
  std::promise<void> done;
  Pool pool(3, 100, kIdle);
  for (int i = 0; i < 100; ++i) {
    auto slot = pool.reserve();
    ASSERT_TRUE(slot.has_value());
    pool.submit(*std::move(slot), [&](Control&) {
      if (++ran == 100) done.set_value();
    });
  }
  done.get_future().wait();
  EXPECT_EQ(ran, 100);
}

TEST(Pool, GivesAnUnusedPlaceBack) {
  Pool pool(1, 1, kIdle);
  {
    const auto slot = pool.reserve();
    ASSERT_TRUE(slot.has_value());
    EXPECT_FALSE(pool.has_room());
    EXPECT_FALSE(pool.reserve().has_value());
  }
  EXPECT_TRUE(pool.has_room());
}

TEST(Pool, StopsWhatRunsAndDropsWhatWaits) {
  std::promise<void> began;
  std::atomic<bool> was_cancelled{false};
  std::atomic<bool> ran_late{false};
  Pool pool(1, 2, kIdle);
  pool.submit(*pool.reserve(), [&](Control& control) {
    began.set_value();
    while (!control.is_cancelled()) std::this_thread::yield();
    was_cancelled = true;
  });
  began.get_future().wait();
  pool.submit(*pool.reserve(), [&](Control&) { ran_late = true; });
  pool.stop();
  EXPECT_TRUE(was_cancelled);
  EXPECT_FALSE(ran_late);
  EXPECT_FALSE(pool.is_running());
  EXPECT_FALSE(pool.reserve().has_value());
  pool.stop();
}

}  // namespace
}  // namespace aex::gateway
