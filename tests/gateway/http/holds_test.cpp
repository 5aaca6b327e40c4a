#include "gateway/http/holds.hpp"

#include <gtest/gtest.h>

#include <future>

namespace aex::gateway {
namespace {

constexpr std::uint64_t kForever_ms = 3'600'000;

struct Flag {
  std::promise<void> set;
  std::future<void> is_set = set.get_future();
  Holds::Resume resume() {
    return [this] { set.set_value(); };
  }
  bool is_resumed() {
    return is_set.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
};

TEST(Holds, ReleaseResumesItsKeyAlone) {
  Holds holds(kForever_ms);
  Flag first, second, other;
  holds.hold("a", first.resume());
  holds.hold("b", other.resume());
  holds.hold("a", second.resume());
  holds.release("a");
  EXPECT_TRUE(first.is_resumed());
  EXPECT_TRUE(second.is_resumed());
  EXPECT_FALSE(other.is_resumed());
  holds.release("a");  // A second call of resume() would end the test.
  holds.release("b");
  EXPECT_TRUE(other.is_resumed());
}

TEST(Holds, TheLimitResumes) {
  Holds holds(1);
  Flag flag;
  holds.hold("a", flag.resume());
  flag.is_set.wait();
  holds.release("a");
}

TEST(Holds, StopResumesAllAndHoldsNoMore) {
  Holds holds(kForever_ms);
  Flag before, after;
  holds.hold("a", before.resume());
  holds.stop();
  EXPECT_TRUE(before.is_resumed());
  holds.hold("a", after.resume());
  EXPECT_TRUE(after.is_resumed());
  holds.stop();
}

}  // namespace
}  // namespace aex::gateway
