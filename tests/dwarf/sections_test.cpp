#include "dwarf/sections.hpp"

#include <gtest/gtest.h>

namespace aex::dwarf {
namespace {

TEST(MemorySection, ReadsAndRefusesBeyondItsEnd) {
  const Bytes bytes = {1, 2, 3, 4};
  MemorySection section("a.elf: .debug_str", bytes);
  EXPECT_EQ(section.size(), 4u);
  std::uint8_t out[2] = {};
  ASSERT_TRUE(section.read(2, out, 2).ok());
  EXPECT_EQ(out[1], 4);
  EXPECT_EQ(section.read(3, out, 2).error().code(), Code::internal);
  EXPECT_EQ(section.read(5, out, 0).error().code(), Code::internal);
}

}  // namespace
}  // namespace aex::dwarf
