#include "gateway/work/key_mill.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "os/random.hpp"

namespace aex::gateway {
namespace {

const Secret kOtp("a password");

TEST(ResultKey, IsTheOneThatIsDerived) {
  package::PasswordKey derived;
  ASSERT_TRUE(derived.derive(kOtp, package::kResultV1, os::system_entropy()).ok());
  KeyMill mill(1);
  ResultKey key(mill, kOtp, package::kResultV1, os::system_entropy());
  const package::PasswordKey* const made = key.get();
  ASSERT_NE(made, nullptr);
  EXPECT_TRUE(made->is_of(kOtp, 1));
  EXPECT_EQ(made->bytes(), derived.bytes());
}

class Mills : public testing::TestWithParam<unsigned> {};

INSTANTIATE_TEST_SUITE_P(OfThreads, Mills, testing::Values(1u, 2u, 3u));

TEST_P(Mills, GiveEachOfManyItsOwnKey) {
  KeyMill mill(GetParam());
  std::vector<std::unique_ptr<ResultKey>> keys;
  std::vector<Secret> otps;
  for (int i = 0; i < 5; ++i) otps.emplace_back("password " + std::to_string(i));
  for (const Secret& otp : otps) {
    const package::ResultFormat& format =
        otps.front().reveal() == otp.reveal() ? package::kResultV2 : package::kResultV1;
    keys.push_back(std::make_unique<ResultKey>(mill, otp, format, os::system_entropy()));
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const package::PasswordKey* const made = keys[i]->get();
    ASSERT_NE(made, nullptr);
    if (i == 0) continue;
    package::PasswordKey derived;
    ASSERT_TRUE(derived.derive(otps[i], package::kResultV1, os::system_entropy()).ok());
    EXPECT_EQ(made->bytes(), derived.bytes()) << i;
  }
}

TEST(ResultKey, OfKeptMemoryIsAnother) {
  KeyMill mill(1);
  for (const char* password : {"a password", "another", "a third"}) {
    const Secret otp(password);
    package::PasswordKey derived;
    ASSERT_TRUE(derived.derive(otp, package::kResultV1, os::system_entropy()).ok());
    ResultKey key(mill, otp, package::kResultV1, os::system_entropy());
    const package::PasswordKey* const made = key.get();
    ASSERT_NE(made, nullptr);
    EXPECT_TRUE(made->is_of(otp, 1));
    EXPECT_EQ(made->bytes(), derived.bytes());
    const ResultKey unused(mill, otp, package::kResultV2, os::system_entropy());
  }
}

TEST(ResultKey, IsMissingWhereNobodyMakesIt) {
  KeyMill mill(0);
  EXPECT_EQ(ResultKey(mill, kOtp, package::kResultV1, os::system_entropy()).get(), nullptr);
}

TEST(ResultKey, OfV2HasASaltOfItsOwn) {
  KeyMill mill(1);
  ResultKey one(mill, kOtp, package::kResultV2, os::system_entropy());
  ResultKey other(mill, kOtp, package::kResultV2, os::system_entropy());
  ASSERT_NE(one.get(), nullptr);
  ASSERT_NE(other.get(), nullptr);
  EXPECT_TRUE(one.get()->is_of(kOtp, 2));
  EXPECT_NE(one.get()->salt(), other.get()->salt());
  EXPECT_NE(one.get()->bytes(), other.get()->bytes());
}

TEST(ResultKey, MayGoBeforeItIsThere) {
  KeyMill mill(1);
  for (int i = 0; i < 3; ++i) {
    const ResultKey one(mill, kOtp, package::kResultV1, os::system_entropy());
    const ResultKey other(mill, kOtp, package::kResultV1, os::system_entropy());
  }
}

/** Draws nothing. */
class DryEntropy final : public Entropy {
 public:
  Status fill(std::uint8_t*, std::size_t) override { return Error(Code::io_failed, "dry"); }
};

TEST(ResultKey, IsMissingWhereNoSaltIsToBeHad) {
  DryEntropy entropy;
  KeyMill mill(1);
  EXPECT_EQ(ResultKey(mill, kOtp, package::kResultV2, entropy).get(), nullptr);
}

}  // namespace
}  // namespace aex::gateway
