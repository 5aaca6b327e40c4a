#include "gateway/access/signer.hpp"

#include <gtest/gtest.h>

namespace aex::gateway {
namespace {

/* Computed apart: printf 'status\ne1\n2000' | openssl dgst -sha256 -mac HMAC -macopt key:<key> */
constexpr const char* kKeyText = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
constexpr const char* kSignature =
    "a575addf0ac35ebdea51fc49d2319bdb46cd2c1613481e1c1bd5d4cc05dfc938";

TEST(Signer, SignsWithHmacSha256) {
  const Signer signer{Secret(kKeyText)};
  EXPECT_EQ(signer.sign(Purpose::status, "e1", 2000).value(),
            std::string("/experiments/e1/status?expires=2000&signature=") + kSignature);
}

TEST(Signer, JudgesPurposeIdExpiryAndKey) {
  const Signer signer{Secret(kKeyText)};
  const auto check = [&](Purpose purpose, const char* id, const char* expires, std::uint64_t now) {
    return signer.check(purpose, id, expires, kSignature, now);
  };
  EXPECT_EQ(check(Purpose::status, "e1", "2000", 1999), Verdict::valid);
  EXPECT_EQ(check(Purpose::status, "e1", "2000", 2000), Verdict::expired);
  EXPECT_EQ(check(Purpose::result, "e1", "2000", 1999), Verdict::forged);
  EXPECT_EQ(check(Purpose::status, "e2", "2000", 1999), Verdict::forged);
  EXPECT_EQ(check(Purpose::status, "e1", "20000", 1999), Verdict::forged);
  EXPECT_EQ(check(Purpose::status, "e1", "", 1999), Verdict::forged);
  const Signer other{Secret(std::string(64, '0'))};
  EXPECT_EQ(other.check(Purpose::status, "e1", "2000", kSignature, 1999), Verdict::forged);
}

}  // namespace
}  // namespace aex::gateway
