#include "os/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "os/posix/posix.hpp"

namespace aex::os {
namespace {

using Fill = Status (*)(std::uint8_t*, std::size_t);

/* Every byte of a long buffer is reached, and two draws differ. */
void expect_random(Fill fill) {
  Bytes first(1000), second(1000);
  ASSERT_TRUE(fill(first.data(), first.size()).ok());
  ASSERT_TRUE(fill(second.data(), second.size()).ok());
  EXPECT_NE(first, second);
  for (std::size_t at = 0; at < first.size(); at += 50) {
    const auto part = first.begin() + std::ptrdiff_t(at);
    EXPECT_GT(std::count_if(part, part + 50, [](std::uint8_t byte) { return byte != 0; }), 20);
  }
  std::uint8_t untouched[2] = {7, 7};
  ASSERT_TRUE(fill(untouched, 0).ok());
  EXPECT_EQ(untouched[0], 7);
}

TEST(Random, SystemCallFillsTheWholeBuffer) {
  expect_random(
      [](std::uint8_t* out, std::size_t size) { return system_entropy().fill(out, size); });
}

TEST(Random, DeviceFillsTheWholeBuffer) { expect_random(fill_from_device); }

}  // namespace
}  // namespace aex::os
