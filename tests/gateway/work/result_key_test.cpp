#include "gateway/work/result_key.hpp"

#include <gtest/gtest.h>

#include "os/random.hpp"

namespace aex::gateway {
namespace {

const Secret kOtp("a password");

TEST(ResultKey, IsTheOneThatIsDerived) {
  package::PasswordKey derived;
  ASSERT_TRUE(derived.derive(kOtp, package::kResultV1, os::system_entropy()).ok());
  ResultKey key(kOtp, package::kResultV1, os::system_entropy());
  const package::PasswordKey* const made = key.get();
  ASSERT_NE(made, nullptr);
  EXPECT_TRUE(made->is_of(kOtp, 1));
  EXPECT_EQ(made->bytes(), derived.bytes());
}

TEST(ResultKey, OfV2HasASaltOfItsOwn) {
  ResultKey one(kOtp, package::kResultV2, os::system_entropy());
  ResultKey other(kOtp, package::kResultV2, os::system_entropy());
  ASSERT_NE(one.get(), nullptr);
  ASSERT_NE(other.get(), nullptr);
  EXPECT_TRUE(one.get()->is_of(kOtp, 2));
  EXPECT_NE(one.get()->salt(), other.get()->salt());
  EXPECT_NE(one.get()->bytes(), other.get()->bytes());
}

TEST(ResultKey, MayGoBeforeItIsThere) {
  for (int i = 0; i < 3; ++i) {
    const ResultKey key(kOtp, package::kResultV1, os::system_entropy());
  }
}

/** Draws nothing. */
class DryEntropy final : public Entropy {
 public:
  Status fill(std::uint8_t*, std::size_t) override { return Error(Code::io_failed, "dry"); }
};

TEST(ResultKey, IsMissingWhereNoSaltIsToBeHad) {
  DryEntropy entropy;
  EXPECT_EQ(ResultKey(kOtp, package::kResultV2, entropy).get(), nullptr);
}

}  // namespace
}  // namespace aex::gateway
