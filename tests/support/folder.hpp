/** A folder of one test, removed at its end, and files in it. */
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <string>

#include "os/files.hpp"

namespace aex::testing {

class Folder {
 public:
  Folder() {
    std::string pattern = ::testing::TempDir() + "aex_test_XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { EXPECT_TRUE(os::system_files().remove_tree(path_).ok()); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  /** Writes a file and returns its path. */
  std::string write(const std::string& name, const std::string& content) const {
    const std::string path = *this / name;
    EXPECT_TRUE(
        os::write_atomically(os::system_files(), path, ByteView(content), os::Access::shared).ok());
    return path;
  }

  std::string read(const std::string& name) const {
    Result<std::string> text = os::read_text(os::system_files(), *this / name, 64u << 20);
    EXPECT_TRUE(text.ok()) << name;
    return text.ok() ? std::move(text).value() : std::string();
  }

  /** Names in the folder, sorted and joined by blanks. */
  std::string names(const std::string& below = ".") const {
    std::string joined;
    const auto listed = os::system_files().list(*this / below);
    EXPECT_TRUE(listed.ok()) << below;
    if (!listed.ok()) return joined;
    for (const std::string& name : listed.value()) joined += (joined.empty() ? "" : " ") + name;
    return joined;
  }

 private:
  std::string path_;
};

}  // namespace aex::testing
