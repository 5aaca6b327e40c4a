#include "crypto/ecb.hpp"

#include <gtest/gtest.h>

#include "crypto/hex.hpp"

namespace aex::crypto {
namespace {

std::string run(Direction direction, std::string_view key, std::string_view text) {
  Ecb ecb = Ecb::start(direction, array_from_hex<32>(key)).value();
  Bytes bytes = from_hex(text);
  EXPECT_TRUE(ecb.update(ByteView(bytes), bytes.data()).ok());
  return to_hex(ByteView(bytes));
}

/* FIPS 197, appendix C.3. */
TEST(Ecb, AgreesWithFips197) {
  constexpr char kKey[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  constexpr char kPlain[] = "00112233445566778899aabbccddeeff";
  constexpr char kSealed[] = "8ea2b7ca516745bfeafc49904b496089";
  EXPECT_EQ(run(Direction::seal, kKey, kPlain), kSealed);
  EXPECT_EQ(run(Direction::open, kKey, kSealed), kPlain);
}

/* SP 800-38A, F.1.5 and F.1.6. */
TEST(Ecb, AgreesWithSp80038a) {
  constexpr char kKey[] = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
  constexpr char kPlain[] =
      "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
      "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
  constexpr char kSealed[] =
      "f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870"
      "b6ed21b99ca6f4f9f153e7b1beafed1d23304b7a39f9f3ff067d8d8f9e24ecc7";
  EXPECT_EQ(run(Direction::seal, kKey, kPlain), kSealed);
  EXPECT_EQ(run(Direction::open, kKey, kSealed), kPlain);
}

TEST(Ecb, RefusesPartsOfBlocks) {
  Ecb ecb = Ecb::start(Direction::seal, Key256{}).value();
  std::uint8_t bytes[17] = {};
  EXPECT_EQ(ecb.update(ByteView(bytes, 17), bytes).error().code(), Code::invalid_argument);
  EXPECT_TRUE(ecb.update(ByteView(), bytes).ok());
}

}  // namespace
}  // namespace aex::crypto
