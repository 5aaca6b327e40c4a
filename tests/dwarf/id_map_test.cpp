#include "dwarf/id_map.hpp"

#include <gtest/gtest.h>

namespace aex::dwarf {
namespace {

TEST(IdMap, KeepsAllKeysAsItGrows) {
  IdMap map;
  for (std::uint32_t i = 0; i < 10000; ++i) {
    std::uint32_t& id = map[std::uint64_t{i} << 32 | (i % 7)];
    EXPECT_EQ(id, IdMap::kAbsent);
    id = i;
  }
  EXPECT_EQ(map.size(), 10000u);
  for (std::uint32_t i = 0; i < 10000; ++i) {
    EXPECT_EQ(map[std::uint64_t{i} << 32 | (i % 7)], i);
  }
  EXPECT_EQ(map.size(), 10000u);
  EXPECT_EQ(map[0], 0u);
  EXPECT_EQ(map[UINT64_MAX], IdMap::kAbsent);
}

}  // namespace
}  // namespace aex::dwarf
