#include "analysis/functions/scope_map.hpp"

#include <gtest/gtest.h>

namespace aex::analysis {
namespace {

ScopeId add(ScopeMap& map, std::uint32_t depth, std::uint64_t begin, std::uint64_t end) {
  Scope scope;
  scope.depth = depth;
  const ScopeId id = map.add(scope);
  map.cover(id, begin, end);
  return id;
}

TEST(ScopeMap, FindsTheDeepestScope) {
  ScopeMap map;
  const ScopeId symbol = add(map, 0, 10, 100);
  const ScopeId function = add(map, 1, 20, 80);
  const ScopeId inlined = add(map, 2, 30, 50);
  map.cover(inlined, 60, 70);
  map.finish();
  const ScopeId expected[] = {kNoScope, symbol,   function, inlined, function,
                              inlined,  function, symbol,   kNoScope};
  const std::uint64_t addresses[] = {9, 10, 29, 30, 50, 69, 79, 80, 100};
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(map.find(addresses[i]), expected[i]) << i;
}

TEST(ScopeMap, AgreesWithAPlainSearchWhereScopesOverlapAnyhow) {
  std::uint32_t state = 1;
  const auto random = [&](std::uint32_t below) {
    state = state * 1664525 + 1013904223;
    return (state >> 8) % below;
  };
  for (int round = 0; round < 200; ++round) {
    ScopeMap map;
    std::vector<std::uint64_t> best(64, kNoScope);
    std::vector<std::uint32_t> depths(64, 0);
    for (int i = 0; i < 12; ++i) {
      const std::uint32_t depth = random(4);
      const std::uint64_t begin = random(60);
      const std::uint64_t end = begin + random(20);
      const ScopeId id = add(map, depth, begin, end);
      for (std::uint64_t at = begin; at < end && at < 64; ++at) {
        const bool wins = best[at] == kNoScope || depth > depths[at];
        if (wins) best[at] = id, depths[at] = depth;
      }
    }
    map.finish();
    for (std::uint64_t at = 0; at < 64; ++at) ASSERT_EQ(map.find(at), best[at]) << round;
  }
}

}  // namespace
}  // namespace aex::analysis
