#include "package/unpack.hpp"

#include "support/folder.hpp"
#include "support/tar_text.hpp"

namespace aex::package {
namespace {

using testing::Folder;
using testing::gzipped;
using testing::tar_end;
using testing::tar_member;

class Unpack : public ::testing::Test {
 protected:
  Status unpack_archive(const std::string& tar_gz, UnpackLimits limits = {1 << 20, 100}) {
    archive_ = folder_.write("r.tar.gz", tar_gz);
    Control control;
    return unpack(archive_, folder_ / "out", limits, os::system_files(), control);
  }

  /* Refused, with nothing left and the victim beside it untouched. */
  void expect_refused(const std::string& members, Code code) {
    folder_.write("victim", "as it was");
    const Status status =
        unpack_archive(gzipped(tar_member("good.txt", "good") + members + tar_end()));
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code(), code) << status.error().message();
    EXPECT_NE(status.error().detail().find("r.tar.gz"), std::string::npos);
    EXPECT_EQ(folder_.names(), "r.tar.gz victim");
    EXPECT_EQ(folder_.read("victim"), "as it was");
  }

  Folder folder_;
  std::string archive_;
};

TEST_F(Unpack, FilesAndFoldersComeOutAsTheyWentIn) {
  const Status status =
      unpack_archive(gzipped(tar_member("one/", "", '5') + tar_member("./one/a.txt", "alpha") +
                             tar_member("one/deep/er/b.txt", std::string(2000, 'b')) + tar_end()));
  ASSERT_TRUE(status.ok()) << status.error().message();
  EXPECT_EQ(folder_.read("out/one/a.txt"), "alpha");
  EXPECT_EQ(folder_.read("out/one/deep/er/b.txt"), std::string(2000, 'b'));
}

TEST_F(Unpack, EveryHostileKindOfMemberHasItsOwnError) {
  expect_refused(tar_member("/abs", "x"), Code::archive_absolute_path);
  expect_refused(tar_member("../victim", "x"), Code::archive_parent_path);
  expect_refused(tar_member("a/../../victim", "x"), Code::archive_parent_path);
  expect_refused(tar_member("link", "", '2', "../victim"), Code::archive_link);
  expect_refused(tar_member("link", "", '1', "../victim"), Code::archive_link);
  expect_refused(tar_member("device", "", '3'), Code::archive_special_file);
  expect_refused(tar_member("device", "", '4'), Code::archive_special_file);
  expect_refused(tar_member("fifo", "", '6'), Code::archive_special_file);
}

TEST_F(Unpack, ContradictingMembersAreMalformed) {
  expect_refused(tar_member("a", "1") + tar_member("a", "2"), Code::archive_malformed);
  expect_refused(tar_member("a", "1") + tar_member("a/b", "2"), Code::archive_malformed);
  expect_refused(tar_member("a/b", "1") + tar_member("a", "2"), Code::archive_malformed);
}

TEST_F(Unpack, NamesThatNoFileShouldHaveAreRefused) {
  for (const char* name : {"a/\x1b]0;title\a", "a\nb", "\x7f"}) {
    expect_refused(tar_member(name, "x"), Code::archive_malformed);
  }
  for (const std::size_t size : {255u, 256u}) {
    const std::string members =
        tar_member("././@LongLink", std::string(size, 'n') + '\0', 'L') + tar_member("x", "");
    if (size > 255) expect_refused(members, Code::archive_malformed);
    const bool is_taken = size <= 255 && unpack_archive(gzipped(members + tar_end())).ok();
    EXPECT_EQ(is_taken, size <= 255);
    EXPECT_TRUE(os::system_files().remove_tree(folder_ / "out").ok());
  }
}

TEST_F(Unpack, LimitsHoldBeforeTheBytesAreWritten) {
  const std::string zeros = gzipped(tar_member("bomb", std::string(3 << 20, '\0')) + tar_end());
  EXPECT_EQ(unpack_archive(zeros).error().code(), Code::archive_too_large);
  std::string many;
  for (int i = 0; i < 101; ++i) many += tar_member("f" + std::to_string(i), "");
  EXPECT_EQ(unpack_archive(gzipped(many + tar_end())).error().code(),
            Code::archive_too_many_members);
  EXPECT_EQ(folder_.names(), "r.tar.gz");
}

TEST_F(Unpack, AnArchiveThatDoesNotEndIsRefused) {
  const std::string zeros(3 << 20, '\0');
  expect_refused(tar_end() + zeros, Code::archive_malformed);
  std::string headers;
  for (int i = 0; i < 6000; ++i) headers += tar_member("g", "11 comment=\n", 'g');
  expect_refused(headers, Code::archive_too_large);
  expect_refused(tar_member("g", std::string(70'000, 'x'), 'g'), Code::archive_malformed);
}

TEST_F(Unpack, AnArchiveThatGrowsTooFastIsRefused) {
  const std::string zeros = gzipped(tar_member("bomb", std::string(24 << 20, '\0')) + tar_end());
  UnpackLimits limits = {1 << 30, 100};
  limits.max_ratio = 500;
  const Status status = unpack_archive(zeros, limits);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code(), Code::archive_too_large);
  EXPECT_NE(status.error().detail().find("max_result_ratio"), std::string::npos);
  EXPECT_EQ(folder_.names(), "r.tar.gz");
}

TEST_F(Unpack, DamageIsAnErrorAndLeavesNothing) {
  std::string tar_gz = gzipped(tar_member("a.txt", std::string(5000, 'a')) + tar_end());
  EXPECT_EQ(unpack_archive(tar_gz.substr(0, tar_gz.size() / 2)).error().code(),
            Code::archive_malformed);
  tar_gz[tar_gz.size() - 5] = char(tar_gz[tar_gz.size() - 5] ^ 1);
  EXPECT_EQ(unpack_archive(tar_gz).error().code(), Code::archive_malformed);
  EXPECT_EQ(folder_.names(), "r.tar.gz");
}

TEST_F(Unpack, TwoThreadsComeToTheSame) {
  const std::string text(3'000'000, 'a');
  const std::string tar_gz = gzipped(tar_member("a.txt", text) + tar_end());
  UnpackLimits limits = {8 << 20, 10};
  limits.max_threads = 2;
  const Status status = unpack_archive(tar_gz, limits);
  ASSERT_TRUE(status.ok()) << status.error().message();
  EXPECT_EQ(folder_.read("out/a.txt"), text);
  ASSERT_TRUE(os::system_files().remove_tree(folder_ / "out").ok());
  EXPECT_EQ(unpack_archive(tar_gz.substr(0, tar_gz.size() - 9), limits).error().code(),
            Code::archive_malformed);
  EXPECT_EQ(folder_.names(), "r.tar.gz");
}

TEST_F(Unpack, AMembersNameCannotDriveTheTerminal) {
  const Status status = unpack_archive(gzipped(tar_member("/\x1b[31mred", "x") + tar_end()));
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().detail().find('\x1b'), std::string::npos);
}

TEST_F(Unpack, CancellingStopsAndLeavesNothing) {
  archive_ = folder_.write("r.tar.gz", gzipped(tar_member("a.txt", "alpha") + tar_end()));
  Control control([](const Progress&, void*) { return true; }, nullptr);
  EXPECT_EQ(
      unpack(archive_, folder_ / "out", {1 << 20, 10}, os::system_files(), control).error().code(),
      Code::cancelled);
  EXPECT_EQ(folder_.names(), "r.tar.gz");
}

TEST_F(Unpack, ResultLandsBesideItsArchiveWithTheSecretsBlanked) {
  const std::string config = R"({"name": "run", "apikey": "topsecret", "otp": "hush", "n": 1})";
  archive_ = folder_.write("run.tar.gz",
                           gzipped(tar_member("run/reports/summary/summary.json", "{}") +
                                   tar_member("run/.experiment/config.json", config) + tar_end()));
  Control control;
  const auto root = unpack_result({archive_, 2}, "run", {1 << 20, 10}, os::system_files(), control);
  ASSERT_TRUE(root.ok()) << root.error().message();
  EXPECT_EQ(root.value(), folder_ / "run");
  EXPECT_EQ(folder_.names(), "run run.tar.gz");
  EXPECT_EQ(folder_.names("run"), ".experiment reports");
  EXPECT_EQ(
      folder_.read("run/.experiment/config.json"),
      "{\n    \"name\": \"run\",\n    \"apikey\": \"\",\n    \"otp\": \"\",\n    \"n\": 1\n}");
  const auto info = os::system_files().info(folder_ / "run/.experiment", false);
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info.value().mode & 077u, 0u);
}

TEST_F(Unpack, OnlyWhatHoldsASecretIsWrittenAgain) {
  const std::pair<const char*, const char*> configs[] = {
      {R"({"apikey": "", "otp":"","n": 1})", R"({"apikey": "", "otp":"","n": 1})"},
      {R"({"n": {"otp": "x"}})", R"({"n": {"otp": "x"}})"},
      {R"({"otp": "", "otp": "x"})", "{\n    \"otp\": \"\",\n    \"otp\": \"\"\n}"},
      {R"({"otp": 5})", "{\n    \"otp\": \"\"\n}"},
  };
  for (const auto& [sent, kept] : configs) {
    os::Scratch root(os::system_files(), folder_ / "run");
    archive_ = folder_.write("run.tar.gz",
                             gzipped(tar_member("run/.experiment/config.json", sent) + tar_end()));
    Control control;
    ASSERT_TRUE(
        unpack_result({archive_, 2}, "run", {1 << 20, 10}, os::system_files(), control).ok());
    EXPECT_EQ(folder_.read("run/.experiment/config.json"), kept);
  }
}

TEST_F(Unpack, ResultOfAnotherNameIsMalformed) {
  archive_ = folder_.write("run.tar.gz", gzipped(tar_member("other/a", "x") + tar_end()));
  Control control;
  EXPECT_EQ(unpack_result({archive_, 2}, "run", {1 << 20, 10}, os::system_files(), control)
                .error()
                .code(),
            Code::archive_malformed);
  EXPECT_EQ(folder_.names(), "run.tar.gz");
}

TEST_F(Unpack, PackedFolderUnpacksToTheSame) {
  ASSERT_TRUE(os::make_folders(os::system_files(), folder_ / "in/sub", os::Access::shared).ok());
  folder_.write("in/b.txt", "beta");
  folder_.write("in/sub/a.txt", "alpha");
  ASSERT_TRUE(pack_folder(folder_ / "in", "top", os::system_files(), folder_ / "p.tar.gz").ok());
  ASSERT_TRUE(unpack_archive(folder_.read("p.tar.gz")).ok());
  EXPECT_EQ(folder_.read("out/top/b.txt"), "beta");
  EXPECT_EQ(folder_.read("out/top/sub/a.txt"), "alpha");
}

}  // namespace
}  // namespace aex::package
