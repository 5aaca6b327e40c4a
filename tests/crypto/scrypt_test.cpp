#include "crypto/scrypt.hpp"

#include <gtest/gtest.h>

#include "crypto/hex.hpp"

namespace aex::crypto {
namespace {

std::string derive(std::string_view password, std::string_view salt, ScryptCost cost,
                   std::size_t size = 64) {
  Bytes out(size);
  const Status status = scrypt(ByteView(password), ByteView(salt), cost, out.data(), out.size());
  return status.ok() ? to_hex(ByteView(out)) : status.error().detail();
}

/* RFC 7914, section 12, all but the one that needs a gigabyte. */
TEST(Scrypt, AgreesWithRfc7914) {
  EXPECT_EQ(derive("", "", {16, 1, 1}),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
            "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");
  EXPECT_EQ(derive("password", "NaCl", {1024, 8, 16}),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
  EXPECT_EQ(derive("pleaseletmein", "SodiumChloride", {16384, 8, 1}),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
}

/* From OpenSSL: the costs of results, and an odd one. */
TEST(Scrypt, AgreesWithOpenssl) {
  EXPECT_EQ(derive("otp", "salt", {32768, 8, 1}, 32),
            "81abaed5a8f81efb0eeb72435b8707165d658f0fdd22b8909d1b692b3540593a");
  EXPECT_EQ(derive(std::string(100, 'p'), "s", {2, 3, 5}),
            "c95365f3983b4647836bbdf80c59a8e93fdeb0d655abdbff6ed456cf2b00fb94"
            "1f4d7ea3ad0f4a13759f8aaf42928d9a1a3980fc8c274bf659a3d640f598d402");
}

TEST(Scrypt, ComesInSteps) {
  Scrypt work;
  std::uint8_t out[32];
  ASSERT_TRUE(work.begin(ByteView("otp"), ByteView("salt"), {32768, 8, 1}).ok());
  work.mix();
  work.clear_table();
  ASSERT_TRUE(work.finish(ByteView("otp"), out, sizeof out).ok());
  EXPECT_EQ(to_hex(ByteView(out, sizeof out)), derive("otp", "salt", {32768, 8, 1}, 32));
  EXPECT_EQ(Scrypt().begin(ByteView(), ByteView(), {3, 8, 1}).error().code(),
            Code::invalid_argument);
}

TEST(Scrypt, BeginsAgain) {
  Scrypt work;
  std::uint8_t out[64];
  for (const ScryptCost cost : {ScryptCost{1024, 8, 2}, ScryptCost{1024, 8, 2}, {2048, 8, 1}}) {
    ASSERT_TRUE(work.begin(ByteView("otp"), ByteView("salt"), cost).ok());
    work.mix();
    ASSERT_TRUE(work.finish(ByteView("otp"), out, sizeof out).ok());
    EXPECT_EQ(to_hex(ByteView(out, sizeof out)), derive("otp", "salt", cost));
    work.clear_table();
    work.clear_blocks();
  }
}

TEST(Scrypt, TwoAtOnceAreAsOneByOne) {
  for (const ScryptCost other : {ScryptCost{1024, 8, 2}, ScryptCost{1024, 8, 1}}) {
    const ScryptCost cost = {1024, 8, 2};
    Scrypt a, b;
    std::uint8_t of_a[64], of_b[64];
    ASSERT_TRUE(a.begin(ByteView("password"), ByteView("NaCl"), cost).ok());
    ASSERT_TRUE(b.begin(ByteView("otp"), ByteView("salt"), other).ok());
    Scrypt::mix_both(a, b);
    ASSERT_TRUE(a.finish(ByteView("password"), of_a, sizeof of_a).ok());
    ASSERT_TRUE(b.finish(ByteView("otp"), of_b, sizeof of_b).ok());
    EXPECT_EQ(to_hex(ByteView(of_a, sizeof of_a)), derive("password", "NaCl", cost));
    EXPECT_EQ(to_hex(ByteView(of_b, sizeof of_b)), derive("otp", "salt", other));
  }
}

TEST(Scrypt, RefusesWhatIsNoCost) {
  std::uint8_t out[32];
  for (const ScryptCost cost :
       {ScryptCost{0, 8, 1}, ScryptCost{1, 8, 1}, ScryptCost{1000, 8, 1}, ScryptCost{16, 0, 1},
        ScryptCost{16, 8, 0}, ScryptCost{16, 1u << 15, 1u << 15}, ScryptCost{1u << 16, 1, 1},
        ScryptCost{1u << 31, 8, 1}, ScryptCost{2, 1, 1u << 24},
        ScryptCost{2, 0xFFFFFFFF, 0xFFFFFFFF}}) {
    const Status status = scrypt(ByteView(), ByteView(), cost, out, sizeof out);
    ASSERT_FALSE(status.ok()) << cost.n << " " << cost.r << " " << cost.p;
    EXPECT_EQ(status.error().code(), Code::invalid_argument);
  }
}

}  // namespace
}  // namespace aex::crypto
