#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/posix/posix.hpp"
#include "os/temporary_folder.hpp"

namespace aex::os {
namespace {

void put(const std::string& path) {
  ASSERT_TRUE(write_atomically(system_files(), path, ByteView("x"), Access::owner).ok());
}

bool is_there(const std::string& path) { return system_files().info(path, false).ok(); }

TEST(PosixTree, RemovesAllBelow) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_folders(system_files(), folder / "t/a/b", Access::owner).ok());
  ASSERT_TRUE(make_folders(system_files(), folder / "t/c", Access::owner).ok());
  put(folder / "t/1");
  put(folder / "t/a/2");
  put(folder / "t/a/b/3");
  ASSERT_EQ(::mkfifo((folder / "t/c/fifo").c_str(), 0600), 0);
  EXPECT_TRUE(remove_posix_tree(folder / "t").ok());
  EXPECT_FALSE(is_there(folder / "t"));
  EXPECT_TRUE(remove_posix_tree(folder / "t").ok());
}

TEST(PosixTree, RemovesLinksAndNotWhatTheyPointTo) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_folders(system_files(), folder / "kept", Access::owner).ok());
  put(folder / "kept/file");
  ASSERT_TRUE(make_folders(system_files(), folder / "t", Access::owner).ok());
  ASSERT_EQ(::symlink("../kept", (folder / "t/link").c_str()), 0);
  ASSERT_EQ(::symlink("kept", (folder / "root").c_str()), 0);
  EXPECT_TRUE(remove_posix_tree(folder / "t").ok());
  EXPECT_TRUE(remove_posix_tree(folder / "root").ok());
  EXPECT_FALSE(is_there(folder / "root"));
  EXPECT_TRUE(is_there(folder / "kept/file"));
}

TEST(PosixTree, RemovesAFile) {
  const TemporaryFolder folder;
  put(folder / "file");
  EXPECT_TRUE(remove_posix_tree(folder / "file").ok());
  EXPECT_FALSE(is_there(folder / "file"));
}

TEST(PosixTree, DepthCostsNoDescriptors) {
  const TemporaryFolder folder;
  std::string path = folder / "t";
  for (int depth = 0; depth < 100; ++depth) path += "/d";
  ASSERT_TRUE(make_folders(system_files(), path, Access::owner).ok());
  rlimit before = {};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit few = {24, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  const Status status = remove_posix_tree(folder / "t");
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_TRUE(status.ok()) << status.error().detail();
  EXPECT_FALSE(is_there(folder / "t"));
}

TEST(PosixTree, AFileAndAnEmptyFolderCostNone) {
  const TemporaryFolder folder;
  put(folder / "file");
  ASSERT_TRUE(make_folders(system_files(), folder / "empty", Access::owner).ok());
  ASSERT_TRUE(make_folders(system_files(), folder / "full/d", Access::owner).ok());
  rlimit before = {};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none = {0, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  const Status file = remove_posix_tree(folder / "file");
  const Status empty = remove_posix_tree(folder / "empty");
  const Status full = remove_posix_tree(folder / "full");
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_TRUE(file.ok()) << file.error().detail();
  EXPECT_TRUE(empty.ok()) << empty.error().detail();
  EXPECT_FALSE(is_there(folder / "file") || is_there(folder / "empty"));
  ASSERT_FALSE(full.ok());
  EXPECT_NE(full.error().detail().find("Too many open files"), std::string::npos);
}

/* One descriptor is left, and the second one that is needed fails. */
TEST(PosixTree, NamesWhatItCouldNotRemove) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_folders(system_files(), folder / "t/d", Access::owner).ok());
  rlimit before = {};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const auto next = rlim_t(open_path("/dev/null", O_RDONLY).get());
  const rlimit few = {next + 1, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  const Status status = remove_posix_tree(folder / "t");
  ::setrlimit(RLIMIT_NOFILE, &before);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code(), Code::io_failed);
  EXPECT_NE(status.error().detail().find(folder / "t/."), std::string::npos);
  EXPECT_TRUE(is_there(folder / "t/d"));
}

}  // namespace
}  // namespace aex::os
