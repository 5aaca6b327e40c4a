#include "crypto/gcm.hpp"

#include <gtest/gtest.h>

#include "crypto/hex.hpp"
#include "os/command.hpp"

namespace aex::crypto {
namespace {

struct Sealed {
  std::string text;
  std::string tag;
};

/* In place, `step` bytes a call. */
Gcm run(Direction direction, const Key256& key, ByteView iv, Bytes& bytes, std::size_t step) {
  Gcm gcm = Gcm::start(direction, key, iv).value();
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    EXPECT_TRUE(gcm.update(ByteView(bytes).slice(at, step), bytes.data() + at).ok());
  }
  return gcm;
}

Sealed seal(const Key256& key, ByteView iv, Bytes bytes, std::size_t step) {
  Gcm gcm = run(Direction::seal, key, iv, bytes, step);
  return {to_hex(ByteView(bytes)), to_hex(ByteView(gcm.finish().value()))};
}

/* What was sealed, or the error. */
std::string open(const Key256& key, ByteView iv, const Sealed& sealed, std::size_t step) {
  Bytes bytes = from_hex(sealed.text);
  Gcm gcm = run(Direction::open, key, iv, bytes, step);
  const Status status = gcm.check(ByteView(from_hex(sealed.tag)));
  return status.ok() ? to_hex(ByteView(bytes)) : info(status.error().code()).name;
}

void expect_vector(std::string_view key, std::string_view iv, std::string_view plain,
                   std::string_view sealed, std::string_view tag) {
  const Key256 bytes = array_from_hex<32>(key);
  const Bytes nonce = from_hex(iv);
  for (const std::size_t step : {std::size_t{16}, std::size_t{4096}}) {
    const Sealed there = seal(bytes, ByteView(nonce), from_hex(plain), step);
    EXPECT_EQ(there.text, sealed);
    EXPECT_EQ(there.tag, tag);
    EXPECT_EQ(open(bytes, ByteView(nonce), there, step), plain);
  }
}

constexpr char kKey[] = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
constexpr char kPlain[] =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b5"
    "25b16aedf5aa0de657ba637b39";

/* McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, cases 13 to 15. */
TEST(Gcm, AgreesWithTheSpecification) {
  const std::string zeros(64, '0');
  expect_vector(zeros, "000000000000000000000000", "", "", "530f8afbc74536b9a963b4f1c4cb738b");
  expect_vector(zeros, "000000000000000000000000", "00000000000000000000000000000000",
                "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919");
  expect_vector(kKey, "cafebabefacedbaddecaf888", std::string(kPlain) + "1aafd255",
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3d"
                "a7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
                "b094dac5d93471bdec1a502270e3cc6c");
}

/* Cases 17 and 18, IVs of 8 and 60 bytes; the tags, which there cover additional data, are
 * OpenSSL's for none. */
TEST(Gcm, TakesIvsOfOtherLengths) {
  expect_vector(kKey, "cafebabefacedbad", kPlain,
                "c3762df1ca787d32ae47c13bf19844cbaf1ae14d0b976afac52ff7d79bba9de0feb582d33934a4f0"
                "954cc2363bc73f7862ac430e64abe499f47c9b1f",
                "a7506a1dc4dcea6f891ef2c80e6a92a6");
  expect_vector(kKey,
                "9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539"
                "fcf0e2429a6b525416aedbf5a0de6a57a637b39b",
                kPlain,
                "5a8def2f0c9e53f1f75d7853659e2a20eeb2b22aafde6419a058ab4f6f746bf40fc0c3b780f24445"
                "2da3ebf1c5d82cdea2418997200ef82e44ae7e3f",
                "392995c46c67f61b1fee6f14aaadcbce");
}

constexpr char kCountingKey[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/* The v1 package's length of IV; from OpenSSL. */
TEST(Gcm, TakesIvsOf16Bytes) {
  expect_vector(kCountingKey, "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
                to_hex(ByteView("a sixteen byte IV is unusual")),
                "4b8350d560b9a813adbe7dc89971add9d4652a0a5e413fd98e670bda",
                "5f28587f7cb2c3fac386c63bd675941f");
}

TEST(Gcm, AgreesWithPythonOnALongMessage) {
  const std::string python = "/usr/bin/python3 -c 'from cryptography.hazmat.primitives.ciphers";
  if (!os::has_command(python + " import Cipher'")) GTEST_SKIP() << "no python3-cryptography";
  const std::string theirs = os::run_command(
      python +
      " import Cipher, algorithms as a, modes as m; e = Cipher(a.AES(bytes(range(32))), "
      "m.GCM(bytes(range(16)))).encryptor(); c = e.update(bytes(i * i % 251 for i in "
      "range(100003)))"
      " + e.finalize(); print(c.hex() + e.tag.hex(), end=\"\")'");
  Bytes plain;
  for (std::uint64_t i = 0; i < 100003; ++i) plain.push_back(std::uint8_t(i * i % 251));
  const Bytes iv = from_hex("000102030405060708090a0b0c0d0e0f");
  const Sealed ours = seal(array_from_hex<32>(kCountingKey), ByteView(iv), plain, 8192);
  EXPECT_EQ(ours.text + ours.tag, theirs);
}

TEST(Gcm, DamageIsFound) {
  const Key256 key = array_from_hex<32>(kCountingKey);
  const Bytes iv(12, 7);
  const Sealed sealed = seal(key, ByteView(iv), Bytes(100, 1), 4096);
  EXPECT_EQ(open(key, ByteView(iv), sealed, 4096), to_hex(ByteView(Bytes(100, 1))));
  const auto damaged = [](std::string text, std::size_t at) {
    text[at] = text[at] == '0' ? '1' : '0';
    return text;
  };
  EXPECT_EQ(open(key, ByteView(iv), {damaged(sealed.text, 50), sealed.tag}, 4096), "open_failed");
  EXPECT_EQ(open(key, ByteView(iv), {sealed.text, damaged(sealed.tag, 31)}, 4096), "open_failed");
  EXPECT_EQ(open(key, ByteView(iv), {sealed.text, sealed.tag.substr(2)}, 4096), "open_failed");
  EXPECT_EQ(open(Key256{}, ByteView(iv), sealed, 4096), "open_failed");
}

TEST(Gcm, RefusesMisuse) {
  EXPECT_EQ(Gcm::start(Direction::seal, Key256{}, ByteView()).error().code(),
            Code::invalid_argument);
  Gcm gcm = Gcm::start(Direction::seal, Key256{}, ByteView(Bytes(12))).value();
  std::uint8_t bytes[20] = {};
  EXPECT_TRUE(gcm.update(ByteView(bytes, 17), bytes).ok());
  EXPECT_EQ(gcm.update(ByteView(bytes, 1), bytes).error().code(), Code::internal);
  EXPECT_TRUE(gcm.finish().ok());
  EXPECT_EQ(gcm.finish().error().code(), Code::internal);
  EXPECT_EQ(gcm.update(ByteView(bytes, 16), bytes).error().code(), Code::internal);
}

}  // namespace
}  // namespace aex::crypto
