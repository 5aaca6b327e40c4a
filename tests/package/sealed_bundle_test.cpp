#include "package/sealed_bundle.hpp"

#include "os/random.hpp"
#include "support/folder.hpp"
#include "support/rsa_pair.hpp"

namespace aex::package {
namespace {

using testing::Folder;

class SealedBundleTest : public ::testing::TestWithParam<int> {
 protected:
  const PackageFormat& format() const { return GetParam() == 1 ? kPackageV1 : kPackageV2; }

  Bundle sample(std::size_t bytes) {
    std::string content(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i) content[i] = char(i * 2654435761u >> 13);
    return Bundle(os::system_files(), Secret("{\"otp\": \"hush\"}"),
                  {{folder_.write("a.elf", content), "a.elf", bytes}});
  }

  Result<SealedBundle> seal_sample(const Bundle& bundle) {
    return seal(bundle, testing::public_key(), format(), os::system_files(),
                folder_ / "workload.exp", os::system_entropy(), control_);
  }

  Folder folder_;
  Control control_;
};

TEST_P(SealedBundleTest, OpensToTheBytesThatWentIn) {
  for (const std::size_t bytes : {0u, 1u, 70'000u, 300'001u}) {
    const Bundle bundle = sample(bytes);
    MemorySink plain(1 << 20);
    ASSERT_TRUE(bundle.write_to(plain, control_).ok());
    const auto sealed = seal_sample(bundle);
    ASSERT_TRUE(sealed.ok()) << sealed.error().message();
    EXPECT_EQ(sealed.value().size(), folder_.read("workload.exp").size());
    const auto opened = open_file(sealed.value().path(), testing::private_key(), os::system_files(),
                                  folder_ / "opened.tar.gz", os::system_entropy());
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    EXPECT_EQ(opened.value().version, GetParam());
    EXPECT_EQ(folder_.read("opened.tar.gz"), plain.text());
  }
}

TEST_P(SealedBundleTest, LayoutIsTheProtocols) {
  const auto sealed = seal_sample(sample(10));
  ASSERT_TRUE(sealed.ok());
  const std::string bytes = folder_.read("workload.exp");
  if (GetParam() == 2) {
    EXPECT_EQ(bytes.substr(12, 2), std::string("\x01\x00", 2));
  }
  const std::size_t key_at = GetParam() == 1 ? 16 : 14;
  const std::string key = bytes.substr(key_at, 256);
  const auto content_key = testing::private_key().open(ByteView(key), os::system_entropy());
  ASSERT_TRUE(content_key.ok());
  EXPECT_EQ(content_key.value().size(), 32u);
}

TEST_P(SealedBundleTest, NothingOfThePackageIsReadable) {
  const auto sealed = seal_sample(sample(10));
  ASSERT_TRUE(sealed.ok());
  const std::string bytes = folder_.read("workload.exp");
  EXPECT_EQ(bytes.find("hush"), std::string::npos);
  EXPECT_EQ(bytes.find("\x1f\x8b\x08"), std::string::npos);
  const auto info = os::system_files().info(sealed.value().path(), false);
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info.value().mode, 0600u);
}

TEST_P(SealedBundleTest, AnyFlippedByteIsRefusedAndLeavesNothing) {
  const auto sealed = seal_sample(sample(100));
  ASSERT_TRUE(sealed.ok());
  const std::string good = folder_.read("workload.exp");
  for (std::size_t at = 0; at < good.size(); at += 7) {
    std::string bad = good;
    bad[at] = char(bad[at] ^ 0x40);
    const std::string path = folder_.write("bad.exp", bad);
    const auto opened = open_file(path, testing::private_key(), os::system_files(),
                                  folder_ / "opened.tar.gz", os::system_entropy());
    ASSERT_FALSE(opened.ok()) << at;
    EXPECT_EQ(opened.error().code(), Code::open_failed) << at;
  }
  EXPECT_EQ(folder_.names(), "a.elf bad.exp workload.exp");
}

TEST_P(SealedBundleTest, ACutPackageIsRefused) {
  const auto sealed = seal_sample(sample(100));
  ASSERT_TRUE(sealed.ok());
  const std::string good = folder_.read("workload.exp");
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{13}, std::size_t{270}, good.size() - 1}) {
    const std::string path = folder_.write("bad.exp", good.substr(0, size));
    EXPECT_FALSE(open_file(path, testing::private_key(), os::system_files(), folder_ / "o",
                           os::system_entropy())
                     .ok())
        << size;
  }
}

TEST_P(SealedBundleTest, TheFileGoesWithTheObjectAndAfterAFailure) {
  { ASSERT_TRUE(seal_sample(sample(10)).ok()); }
  EXPECT_EQ(folder_.names(), "a.elf");
  const Bundle missing(os::system_files(), Secret("{}"), {{folder_ / "gone.elf", "gone.elf", 5}});
  EXPECT_EQ(seal_sample(missing).error().code(), Code::file_missing);
  EXPECT_EQ(folder_.names(), "a.elf");
}

TEST_P(SealedBundleTest, AFileThatIsThereIsNotTouched) {
  folder_.write("workload.exp", "mine");
  EXPECT_FALSE(seal_sample(sample(10)).ok());
  EXPECT_EQ(folder_.read("workload.exp"), "mine");
}

INSTANTIATE_TEST_SUITE_P(Formats, SealedBundleTest, ::testing::Values(1, 2));

}  // namespace
}  // namespace aex::package
