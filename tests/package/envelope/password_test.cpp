#include "package/envelope/password.hpp"

#include "os/random.hpp"
#include "support/folder.hpp"

namespace aex::package {
namespace {

using testing::Folder;

const Secret kPassword(std::string_view("with \0 inside", 13));
const PasswordRules kAnyContent = {Accept::any, false};

class PasswordTest : public ::testing::TestWithParam<int> {
 protected:
  Status seal(const std::string& path) {
    const ResultFormat& format = GetParam() == 1 ? kResultV1 : kResultV2;
    return seal_with_password(path, kPassword, format, os::system_files(), path,
                              os::system_entropy());
  }
  Result<int> open(const std::string& path, const Secret& password, const PasswordRules& rules) {
    return open_with_password(path, password, rules, os::system_files(), path, control_);
  }

  Folder folder_;
  Control control_;
};

TEST_P(PasswordTest, AFileIsReplacedByItsEnvelopeAndBack) {
  for (const std::size_t bytes : {0u, 15u, 16u, 70'000u}) {
    const std::string plain(bytes, 'p');
    const std::string path = folder_.write("file", plain);
    ASSERT_TRUE(seal(path).ok());
    EXPECT_EQ(folder_.read("file").find("pppppppp"), std::string::npos);
    const auto opened = open(path, kPassword, kAnyContent);
    ASSERT_TRUE(opened.ok()) << bytes << opened.error().message();
    EXPECT_EQ(opened.value(), GetParam());
    EXPECT_EQ(folder_.read("file"), plain);
  }
  EXPECT_EQ(folder_.names(), "file");
}

TEST_P(PasswordTest, WhatDoesNotOpenStaysAsItWas) {
  const std::string path = folder_.write("file", std::string(100, 'p'));
  ASSERT_TRUE(seal(path).ok());
  const std::string sealed = folder_.read("file");
  const auto opened = open(path, Secret("with "), kAnyContent);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code(), Code::open_failed);
  EXPECT_EQ(folder_.read("file"), sealed);
  EXPECT_EQ(folder_.names(), "file");
}

TEST_P(PasswordTest, AResultMustBeAGzipFileWhereNothingElseProvesIt) {
  const std::string path = folder_.write("file", std::string(100, 'p'));
  ASSERT_TRUE(seal(path).ok());
  EXPECT_EQ(open(path, kPassword, {}).ok(), GetParam() == 2);
}

TEST_P(PasswordTest, AKeyThatWasMadeBeforeServesAsWell) {
  const ResultFormat& format = GetParam() == 1 ? kResultV1 : kResultV2;
  PasswordKey key, other;
  EXPECT_FALSE(key.is_of(kPassword, format.version));
  ASSERT_TRUE(key.derive(kPassword, format, os::system_entropy()).ok());
  ASSERT_TRUE(other.derive(Secret("another"), format, os::system_entropy()).ok());
  EXPECT_TRUE(key.is_of(kPassword, format.version));
  EXPECT_FALSE(key.is_of(kPassword, 3 - format.version));
  const std::string path = folder_.write("file", "text");
  for (const PasswordKey* known : {&key, &other}) {
    ASSERT_TRUE(seal_with_password(path, kPassword, format, os::system_files(), path,
                                   os::system_entropy(), known)
                    .ok());
    const auto opened =
        open_with_password(path, kPassword, kAnyContent, os::system_files(), path, control_, known);
    ASSERT_TRUE(opened.ok()) << opened.error().message();
    EXPECT_EQ(folder_.read("file"), "text");
  }
  key.clear();
  EXPECT_FALSE(key.is_of(kPassword, format.version));
}

INSTANTIATE_TEST_SUITE_P(Formats, PasswordTest, ::testing::Values(1, 2));

TEST(PasswordGuess, GoesByTheSize) {
  Folder folder;
  const std::pair<std::size_t, int> sizes[] = {{0, 0},  {15, 0}, {16, 1}, {32, 1},
                                               {43, 0}, {44, 2}, {48, 2}, {49, 2}};
  for (const auto& [bytes, version] : sizes) {
    const std::string path = folder.write("x", std::string(bytes, 'x'));
    EXPECT_EQ(guess_password_version(path, os::system_files()).value(), version) << bytes;
  }
}

}  // namespace
}  // namespace aex::package
