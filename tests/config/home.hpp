/** A home folder, working directory and environment of a test's own. */
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

#include "config/settings.hpp"

namespace aex::config {

class HomeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char folder[] = "/tmp/aex_config_XXXXXX";
    ASSERT_NE(mkdtemp(folder), nullptr);
    home_ = folder;
    ASSERT_EQ(chdir(folder), 0);
    setenv("HOME", folder, 1);
    for (const char* name : {"MIPS_ATLAS_CONFIG", "AEX_GLOBAL_API", "AEX_CA_FILE",
                             "API_EXT_VERSION", "AEX_PACKAGE_FORMAT", "AEX_LOG"}) {
      unsetenv(name);
    }
  }
  void TearDown() override {
    ASSERT_EQ(chdir("/"), 0);
    EXPECT_TRUE(files().remove_tree(home_).ok());
  }

  static os::Files& files() { return os::system_files(); }
  static std::string read(const std::string& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  static void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }
  void write_settings(const std::string& text) {
    ASSERT_TRUE(
        os::make_folders(files(), os::parent_folder(settings_path()), os::Access::shared).ok());
    write(settings_path(), text);
  }
  static unsigned mode(const std::string& path) {
    struct stat info = {};
    return stat(path.c_str(), &info) == 0 ? info.st_mode & 07777u : 0;
  }
  static Settings loaded(const Given& given = {}) {
    auto settings = load(files(), given);
    EXPECT_TRUE(settings.ok()) << settings.error().message();
    return settings.ok() ? std::move(settings).value() : Settings();
  }
  /** The error of a load() that must fail. */
  static Error refused(const Given& given = {}) {
    auto settings = load(files(), given);
    EXPECT_FALSE(settings.ok());
    return settings.ok() ? Error(Code::internal, "") : settings.error();
  }

  std::string home_;
};

}  // namespace aex::config
