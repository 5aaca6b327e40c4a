#include "crypto/digest.hpp"

#include <gtest/gtest.h>

#include "crypto/hex.hpp"

namespace aex::crypto {
namespace {

/* FIPS 180-4's examples. */
TEST(Digest, Sha256AgreesWithThePublicVectors) {
  const auto digest = [](std::string_view text) {
    return to_hex(ByteView(sha256(ByteView(text)).value()));
  };
  EXPECT_EQ(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(digest(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, EqualSeesEveryByte) {
  const Bytes a = {1, 2, 3, 4, 5};
  EXPECT_TRUE(equal(ByteView(a), ByteView(Bytes(a))));
  EXPECT_TRUE(equal(ByteView(), ByteView()));
  EXPECT_FALSE(equal(ByteView(a), ByteView(a).slice(0, 4)));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes b = a;
      b[i] = std::uint8_t(b[i] ^ (1 << bit));
      EXPECT_FALSE(equal(ByteView(a), ByteView(b)));
    }
  }
}

}  // namespace
}  // namespace aex::crypto
