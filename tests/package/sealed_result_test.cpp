#include "package/sealed_result.hpp"

#include "os/random.hpp"
#include "package/envelope/password.hpp"
#include "support/folder.hpp"
#include "support/tar_text.hpp"

namespace aex::package {
namespace {

using testing::Folder;

const Secret kOtp("Correct-Horse_Battery-Staple0123");

class SealedResultTest : public ::testing::TestWithParam<int> {
 protected:
  const ResultFormat& format() const { return GetParam() == 1 ? kResultV1 : kResultV2; }

  std::string sealed_bytes(std::size_t plain_bytes) {
    plain_ = testing::gzipped(std::string(3, 'x'));
    plain_.resize(std::max(plain_.size(), plain_bytes), 'p');
    const std::string path = folder_.write("plain.tar.gz", plain_);
    const Status status = seal_with_password(path, kOtp, format(), os::system_files(),
                                             folder_ / "sealed", os::system_entropy());
    EXPECT_TRUE(status.ok()) << status.error().message();
    std::string bytes = folder_.read("sealed");
    EXPECT_TRUE(os::system_files().remove(folder_ / "sealed").ok());
    EXPECT_TRUE(os::system_files().remove(path).ok());
    return bytes;
  }

  Result<ResultBundle> open_bytes(const std::string& bytes, const Secret& otp = kOtp,
                                  Accept accept = Accept::any) {
    const SealedResult sealed = {os::Scratch(os::system_files(), folder_.write("r.sealed", bytes)),
                                 bytes.size()};
    return open(sealed, otp, accept, os::system_files(), folder_ / "r.tar.gz", control_);
  }

  Folder folder_;
  Control control_;
  std::string plain_;
};

TEST_P(SealedResultTest, OpensToTheBytesThatWentIn) {
  for (const std::size_t bytes : {20u, 31u, 32u, 33u, 65536u, 200'000u}) {
    const auto opened = open_bytes(sealed_bytes(bytes));
    ASSERT_TRUE(opened.ok()) << bytes << opened.error().message();
    EXPECT_EQ(opened.value().format_version, GetParam());
    EXPECT_EQ(folder_.read("r.tar.gz"), plain_);
  }
  EXPECT_EQ(folder_.names(), "r.tar.gz");
}

TEST_P(SealedResultTest, AnotherPasswordIsRefusedAndLeavesNothing) {
  const auto opened = open_bytes(sealed_bytes(100), Secret("another password, as long as it"));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code(), Code::open_failed);
  EXPECT_EQ(folder_.names(), "");
}

TEST_P(SealedResultTest, ACutOrEmptyResultIsRefused) {
  const std::string good = sealed_bytes(1000);
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{43}, good.size() - 1}) {
    EXPECT_EQ(open_bytes(good.substr(0, size)).error().code(), Code::open_failed) << size;
  }
  EXPECT_EQ(folder_.names(), "");
}

INSTANTIATE_TEST_SUITE_P(Formats, SealedResultTest, ::testing::Values(1, 2));

using SealedResultV1 = SealedResultTest;
using SealedResultV2 = SealedResultTest;

TEST_P(SealedResultV2, AnyFlippedByteIsRefused) {
  const std::string good = sealed_bytes(100);
  for (std::size_t at = 0; at < good.size(); at += 11) {
    std::string bad = good;
    bad[at] = char(bad[at] ^ 1);
    EXPECT_EQ(open_bytes(bad, kOtp, Accept::v2_only).error().code(), Code::open_failed) << at;
  }
}
INSTANTIATE_TEST_SUITE_P(V2, SealedResultV2, ::testing::Values(2));

TEST_P(SealedResultV1, IsNotTakenFromAGatewayThatSaidV2) {
  EXPECT_EQ(open_bytes(sealed_bytes(100), kOtp, Accept::v2_only).error().code(),
            Code::format_refused);
  EXPECT_EQ(folder_.names(), "");
}
INSTANTIATE_TEST_SUITE_P(V1, SealedResultV1, ::testing::Values(1));

}  // namespace
}  // namespace aex::package
