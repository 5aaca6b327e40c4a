#include "analysis/hot/demangle.hpp"

#include <gtest/gtest.h>

namespace aex::analysis {
namespace {

TEST(Demangled, CppNamesReadAsTheirSource) {
  EXPECT_EQ(demangled("_ZN2ns1fEi"), "ns::f(int)");
  EXPECT_EQ(demangled("main"), "main");
  EXPECT_EQ(demangled("_Znonsense"), "_Znonsense");
}

TEST(Demangled, NamesThatWouldExpandWithoutBoundStay) {
  std::string name = "_Z1fPFvvE";
  for (int i = 0; i < 60; ++i) name += "PFvS_S0_E";
  EXPECT_EQ(demangled(name), name);
  EXPECT_EQ(demangled("_Z" + std::string(5000, '1')).size(), 5002u);
}

}  // namespace
}  // namespace aex::analysis
