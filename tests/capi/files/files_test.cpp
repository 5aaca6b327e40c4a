#include "atlasexplorer/files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "capi/owned.hpp"
#include "support/folder.hpp"
#include "support/rsa_pair.hpp"

namespace aex::testing {
namespace {

const std::string kThis = "/tests/capi/files/files_test.cpp";

bool is_file(const std::string& path) { return std::ifstream(path).is_open(); }

std::vector<std::string> paths_of(const Owned<aex_sources>& sources) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < aex_sources_count(sources); ++i) {
    paths.emplace_back(aex_sources_path(sources, i));
  }
  return paths;
}

class Files : public ::testing::Test {
 protected:
  void SetUp() override { path_ = folder_.write("file", plain_); }

  Folder folder_;
  std::string path_;
  const std::string plain_ = std::string(5000, 'p');
  std::int32_t version_ = 7;
  Failure error;
};

TEST_F(Files, SealsForAKeyAndOpensWithIt) {
  const std::string private_pem = testing::private_key().to_pem().value().reveal();
  const std::string public_pem = testing::private_key().public_pem().value();
  const char* path = path_.c_str();
  for (const std::int32_t version : {1, 2}) {
    ASSERT_FINE(aex_file_seal(path, path, public_pem.c_str(), version, &error));
    EXPECT_NE(folder_.read("file"), plain_);
    ASSERT_FINE(aex_file_open(&version_, path, path, private_pem.c_str(), &error));
    EXPECT_EQ(version_, version);
    EXPECT_EQ(folder_.read("file"), plain_);
  }
  EXPECT_EQ(aex_file_seal(path, path, public_pem.c_str(), 3, &error), AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(aex_file_seal(path, path, "no key", 1, &error), AEX_E_KEY_INVALID);
  EXPECT_EQ(aex_file_open(&version_, path, path, private_pem.c_str(), &error), AEX_E_OPEN_FAILED);
  EXPECT_EQ(folder_.read("file"), plain_);
}

TEST_F(Files, SealsWithAPasswordThatMayHoldNul) {
  const std::string out = folder_ / "out";
  for (const std::int32_t version : {1, 2}) {
    ASSERT_FINE(
        aex_file_seal_with_password(path_.c_str(), out.c_str(), "a\0b", 3, version, &error));
    ASSERT_FINE(
        aex_file_open_with_password(&version_, out.c_str(), out.c_str(), "a\0b", 3, &error));
    EXPECT_EQ(version_, version);
    EXPECT_EQ(folder_.read("out"), plain_);
  }
  EXPECT_EQ(aex_file_seal_with_password(path_.c_str(), out.c_str(), "a", 1, 0, &error),
            AEX_E_INVALID_ARGUMENT);
  EXPECT_EQ(aex_file_open_with_password(&version_, (folder_ / "gone").c_str(), out.c_str(), "a", 1,
                                        &error),
            AEX_E_FILE_MISSING);
}

TEST_F(Files, GuessesVersions) {
  ASSERT_FINE(aex_file_guess_sealed(&version_, path_.c_str(), &error));
  EXPECT_EQ(version_, 1);
  ASSERT_FINE(aex_file_guess_with_password(&version_, path_.c_str(), &error));
  EXPECT_EQ(version_, 2);
  EXPECT_EQ(aex_file_guess_sealed(&version_, (folder_ / "gone").c_str(), &error),
            AEX_E_FILE_MISSING);
}

TEST_F(Files, SourcesOfWhatIsNoElfFile) {
  Owned<aex_sources> sources;
  EXPECT_EQ(aex_sources_read(&sources, path_.c_str(), 0, &error), AEX_E_ELF_NOT_ELF);
  EXPECT_EQ(aex_sources_count(sources), 0u);
  EXPECT_STREQ(aex_sources_path(sources, 0), "");
}

// Objects out of a compiler cache name the folder in which they were first compiled.
TEST_F(Files, SourcesOfThisProgram) {
  Owned<aex_sources> all, existing;
  const aex_code code = aex_sources_read(&all, "/proc/self/exe", 0, &error);
  if (code == AEX_E_DEBUG_INFO_MISSING) GTEST_SKIP() << "built without debug information";
  ASSERT_EQ(code, AEX_OK) << said(error);
  const std::vector<std::string> paths = paths_of(all);
  EXPECT_TRUE(std::any_of(paths.begin(), paths.end(), [](const std::string& path) {
    return path.size() > kThis.size() && path.substr(path.size() - kThis.size()) == kThis;
  })) << kThis;
  ASSERT_FINE(aex_sources_read(&existing, "/proc/self/exe", 1, &error));
  std::vector<std::string> found;
  std::copy_if(paths.begin(), paths.end(), std::back_inserter(found), is_file);
  EXPECT_EQ(paths_of(existing), found);
  EXPECT_FALSE(found.empty());
}

}  // namespace
}  // namespace aex::testing
