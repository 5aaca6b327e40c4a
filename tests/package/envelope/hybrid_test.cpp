#include "package/envelope/hybrid.hpp"

#include "os/random.hpp"
#include "support/folder.hpp"
#include "support/rsa_pair.hpp"

namespace aex::package {
namespace {

using testing::Folder;

class HybridTest : public ::testing::TestWithParam<int> {
 protected:
  Status seal(const std::string& path, const std::string& out) {
    const PackageFormat& format = GetParam() == 1 ? kPackageV1 : kPackageV2;
    return seal_file(path, testing::public_key(), format, os::system_files(), out,
                     os::system_entropy(), control_);
  }

  Result<PackageFormat> open(const std::string& path, const std::string& out) {
    return open_file(path, testing::private_key(), os::system_files(), out, os::system_entropy());
  }

  Folder folder_;
  Control control_;
};

TEST_P(HybridTest, AFileIsReplacedByItsEnvelopeAndBack) {
  for (const std::size_t bytes : {0u, 1u, 70'000u}) {
    const std::string plain(bytes, 'p');
    const std::string path = folder_.write("file", plain);
    ASSERT_TRUE(seal(path, path).ok());
    EXPECT_EQ(folder_.read("file").find("pppppppp"), std::string::npos);
    EXPECT_EQ(os::system_files().info(path, false).value().mode, 0600u);
    if (GetParam() == 2) {
      EXPECT_EQ(guess_hybrid_version(path, os::system_files()).value(), 2);
    }
    EXPECT_TRUE(require_sealed(path, os::system_files()).ok());
    const auto opened = open(path, path);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    EXPECT_EQ(opened.value().version, GetParam());
    EXPECT_EQ(folder_.read("file"), plain);
  }
  EXPECT_EQ(folder_.names(), "file");
}

TEST_P(HybridTest, WhatDoesNotOpenStaysAsItWas) {
  const std::string path = folder_.write("file", std::string(1000, 'p'));
  ASSERT_TRUE(seal(path, path).ok());
  std::string damaged = folder_.read("file");
  damaged.back() = char(damaged.back() ^ 1);
  folder_.write("file", damaged);
  const auto opened = open(path, path);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code(), Code::open_failed);
  EXPECT_NE(opened.error().detail().find("file"), std::string::npos);
  EXPECT_EQ(folder_.read("file"), damaged);
  EXPECT_EQ(folder_.names(), "file");
}

TEST_P(HybridTest, WhatCannotBeReadMakesNothing) {
  EXPECT_EQ(seal(folder_ / "gone", folder_ / "out").error().code(), Code::file_missing);
  EXPECT_EQ(open(folder_ / "gone", folder_ / "out").error().code(), Code::file_missing);
  EXPECT_EQ(folder_.names(), "");
}

INSTANTIATE_TEST_SUITE_P(Formats, HybridTest, ::testing::Values(1, 2));

TEST(HybridGuess, ALengthThatNoUsualKeyHasIsNotV2) {
  Folder folder;
  std::string bytes(600, '\0');
  const auto guess = [&] {
    return guess_hybrid_version(folder.write("x", bytes), os::system_files()).value();
  };
  EXPECT_EQ(guess(), 1);
  bytes[12] = 1;
  EXPECT_EQ(guess(), 2);
  bytes[13] = 1;
  EXPECT_EQ(guess(), 1);
  bytes[12] = 2;
  bytes[13] = 0;
  EXPECT_EQ(guess(), 2);
  bytes.resize(14 + 512 + 15);
  EXPECT_EQ(guess(), 1);
  bytes.resize(14 + 256 + 15);
  EXPECT_EQ(guess(), 0);
}

TEST(HybridGuess, PlainFilesAreKnownByTheirBeginnings) {
  Folder folder;
  for (const char* plain : {"\x1f\x8b\x08\x03rest", "\x7f\x45LFrest", "PK\x03\x04rest"}) {
    const Status sealed = require_sealed(folder.write("x", plain), os::system_files());
    ASSERT_FALSE(sealed.ok()) << plain;
    EXPECT_EQ(sealed.error().code(), Code::seal_failed);
  }
  EXPECT_TRUE(require_sealed(folder.write("x", "\x1f\x8b"), os::system_files()).ok());
  EXPECT_TRUE(require_sealed(folder.write("x", ""), os::system_files()).ok());
}

}  // namespace
}  // namespace aex::package
