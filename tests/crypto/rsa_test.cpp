#include "crypto/rsa.hpp"

#include <gtest/gtest.h>

#include "crypto/hex.hpp"
#include "crypto/vectors.hpp"
#include "os/command.hpp"
#include "os/random.hpp"
#include "os/temporary_folder.hpp"

namespace aex::crypto {
namespace {

constexpr char kOaep[] =
    " -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256";

Entropy& entropy() { return os::system_entropy(); }

PublicKey public_key() { return PublicKey::from_pem(kPublicPem).value(); }
PrivateKey private_key() { return PrivateKey::from_pem(kPrivatePem).value(); }

std::string opened(const PrivateKey& key, ByteView sealed) {
  const Result<Bytes> message = key.open(sealed, entropy());
  return message.ok() ? std::string(ByteView(message.value()).text()) : message.error().detail();
}

void put(const std::string& path, ByteView bytes) {
  ASSERT_TRUE(write_atomically(os::system_files(), path, bytes, os::Access::owner).ok());
}

class CountingEntropy final : public Entropy {
 public:
  Status fill(std::uint8_t* out, std::size_t size) override {
    for (std::size_t i = 0; i < size; ++i) out[i] = next_++;
    return {};
  }

 private:
  std::uint8_t next_ = 0;
};

class BrokenEntropy final : public Entropy {
 public:
  Status fill(std::uint8_t*, std::size_t) override { return Error(Code::io_failed, "no entropy"); }
};

TEST(Rsa, OpensWhatOpensslSealed) {
  EXPECT_EQ(opened(private_key(), ByteView(from_hex(kSealedByOpenssl))), kMessage);
  EXPECT_EQ(opened(private_key(), ByteView(from_hex(kSealedWithCountingSeed))), kMessage);
}

TEST(Rsa, SealsByTheFormulasOfTheRfc) {
  CountingEntropy counting;
  const Bytes sealed = public_key().seal(ByteView(kMessage), counting).value();
  EXPECT_EQ(to_hex(ByteView(sealed)), kSealedWithCountingSeed);
}

TEST(Rsa, OpensslOpensWhatItSeals) {
  if (!os::has_command("openssl version")) GTEST_SKIP() << "the openssl command is not installed";
  const os::TemporaryFolder folder;
  put(folder / "key.pem", ByteView(kPrivatePem));
  put(folder / "sealed", ByteView(public_key().seal(ByteView(kMessage), entropy()).value()));
  EXPECT_EQ(os::run_command("openssl pkeyutl -decrypt -inkey " + folder / "key.pem" + " -in " +
                            folder / "sealed" + kOaep),
            kMessage);
}

TEST(Rsa, SealsNeverTwiceTheSame) {
  const PublicKey key = public_key();
  const Bytes first = key.seal(ByteView(kMessage), entropy()).value();
  EXPECT_EQ(first.size(), key.modulus_bytes());
  EXPECT_NE(first, key.seal(ByteView(kMessage), entropy()).value());
}

TEST(Rsa, MessagesHaveALimit) {
  const PublicKey key = public_key();
  const std::string most(256 - 66, 'm');
  EXPECT_EQ(opened(private_key(), ByteView(key.seal(ByteView(most), entropy()).value())), most);
  EXPECT_EQ(opened(private_key(), ByteView(key.seal(ByteView(), entropy()).value())), "");
  EXPECT_EQ(key.seal(ByteView(most + "m"), entropy()).error().code(), Code::seal_failed);
}

TEST(Rsa, FailsWithoutEntropy) {
  BrokenEntropy broken;
  EXPECT_EQ(public_key().seal(ByteView(kMessage), broken).error().code(), Code::seal_failed);
  EXPECT_FALSE(PrivateKey::generate(2048, broken).ok());
}

/* One error for all, so that nobody learns how far decryption came. */
TEST(Rsa, DamagedMessagesAreAllRefusedAlike) {
  const Bytes sealed = from_hex(kSealedByOpenssl);
  const PrivateKey key = private_key();
  for (const std::size_t at : {0, 100, 255}) {
    Bytes damaged = sealed;
    damaged[at] ^= 1;
    EXPECT_EQ(opened(key, ByteView(damaged)), "RSA-OAEP decryption failed");
  }
  EXPECT_EQ(opened(key, ByteView(sealed).slice(1)), "RSA-OAEP decryption failed");
  EXPECT_EQ(opened(key, ByteView()), "RSA-OAEP decryption failed");
  EXPECT_EQ(key.open(ByteView(), entropy()).error().code(), Code::open_failed);
}

TEST(Rsa, RefusesKeysItShouldNotUse) {
  const auto detail = [](std::string_view pem) {
    const Result<PublicKey> key = PublicKey::from_pem(pem);
    if (key.ok()) return std::string("accepted");
    EXPECT_EQ(key.error().code(), Code::key_invalid);
    return key.error().detail();
  };
  EXPECT_EQ(detail(kCurvePem), "the key was not an RSA key");
  EXPECT_EQ(detail(kShortPem), "the RSA key had 1024 bits, not 2048 to 4096");
  EXPECT_NE(detail(kPrivatePem), "accepted");
  EXPECT_NE(detail(""), "accepted");
  const std::string pem = kPublicPem;
  EXPECT_NE(detail(pem.substr(0, 200)), "accepted");
  EXPECT_EQ(detail(pem + '\0'), "the PEM text held a NUL");
  EXPECT_EQ(detail(pem + std::string(20000, ' ')), "the PEM text was over 16 KiB");
  EXPECT_EQ(PrivateKey::from_pem(kPublicPem).error().code(), Code::key_invalid);
  EXPECT_EQ(PrivateKey::from_pem(std::string(kPrivatePem).substr(0, 900)).error().code(),
            Code::key_invalid);
}

TEST(Rsa, MakesKeysThatSurviveTheirText) {
  const PrivateKey made = PrivateKey::generate(2048, entropy()).value();
  EXPECT_EQ(made.modulus_bytes(), 256u);
  const PublicKey receiver = PublicKey::from_pem(made.public_pem().value()).value();
  const Bytes sealed = receiver.seal(ByteView(kMessage), entropy()).value();
  const Secret text = made.to_pem().value();
  PrivateKey back = private_key();
  back = PrivateKey::from_pem(text.reveal()).value();
  EXPECT_EQ(opened(back, ByteView(sealed)), kMessage);
  EXPECT_EQ(back.public_pem().value(), made.public_pem().value());
}

TEST(Rsa, WritesPemAsOpensslDoes) {
  EXPECT_EQ(private_key().public_pem().value(), kPublicPem);
  EXPECT_EQ(private_key().to_pem().value().reveal(), kPrivatePem);
}

TEST(Rsa, KeysToMakeHaveBounds) {
  for (const unsigned bits : {0u, 1024u, 2047u, 2049u, 4098u, 1u << 31}) {
    EXPECT_EQ(PrivateKey::generate(bits, entropy()).error().code(), Code::invalid_argument);
  }
}

}  // namespace
}  // namespace aex::crypto
