#include "os/files.hpp"

#include <gtest/gtest.h>

#include <unistd.h>
#include <functional>

#include "os/faulty_files.hpp"
#include "os/temporary_folder.hpp"

namespace aex::os {
namespace {

TEST(Files, TakesPathsApart) {
  EXPECT_EQ(join("a", "b"), "a/b");
  EXPECT_EQ(join("a/", "b"), "a/b");
  EXPECT_EQ(join("", "b"), "b");
  EXPECT_EQ(join("/", "b"), "/b");
  EXPECT_EQ(base_name("a/b.elf"), "b.elf");
  EXPECT_EQ(base_name("b"), "b");
  EXPECT_EQ(base_name("a/"), "");
  EXPECT_EQ(parent_folder("a/b"), "a");
  EXPECT_EQ(parent_folder("a//b"), "a");
  EXPECT_EQ(parent_folder("b"), ".");
  EXPECT_EQ(parent_folder("/b"), "/");
  EXPECT_EQ(parent_folder("/"), "/");
}

TEST(Files, AbsolutePathsAreFoldedAsText) {
  EXPECT_EQ(absolute_path("/a/./b//c/../d/").value(), "/a/b/d");
  EXPECT_EQ(absolute_path("/../..").value(), "/");
  EXPECT_EQ(absolute_path("/..a/...").value(), "/..a/...");
  char folder[4096];
  ASSERT_NE(::getcwd(folder, sizeof folder), nullptr);
  EXPECT_EQ(absolute_path("x/../y").value(), join(folder, "y"));
  EXPECT_EQ(absolute_path("").value(), folder);
}

TEST(Files, MakesWhateverIsMissingAbove) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_folders(system_files(), folder / "a/b/c/", Access::owner).ok());
  EXPECT_EQ(system_files().info(folder / "a/b/c", false).value().kind, FileKind::folder);
  EXPECT_TRUE(make_folders(system_files(), folder / "a/b/c", Access::owner).ok());
  ASSERT_TRUE(write_atomically(system_files(), folder / "f", ByteView("x"), Access::owner).ok());
  EXPECT_EQ(make_folders(system_files(), folder / "f/g", Access::owner).error().code(),
            Code::io_failed);
}

TEST(Files, TellsFilesFromFoldersBehindLinks) {
  const TemporaryFolder folder;
  const std::string file = folder / "f";
  ASSERT_TRUE(write_atomically(system_files(), file, ByteView("x"), Access::owner).ok());
  ASSERT_EQ(::symlink(file.c_str(), (folder / "to_file").c_str()), 0);
  ASSERT_EQ(::symlink("..", (folder / "to_folder").c_str()), 0);
  ASSERT_EQ(::symlink("nowhere", (folder / "to_nothing").c_str()), 0);
  for (const char* name : {"f", "to_file"}) {
    EXPECT_TRUE(is_file(system_files(), folder / name)) << name;
    EXPECT_FALSE(is_folder(system_files(), folder / name)) << name;
  }
  for (const char* name : {"", "to_folder"}) {
    EXPECT_TRUE(is_folder(system_files(), folder / name)) << name;
    EXPECT_FALSE(is_file(system_files(), folder / name)) << name;
  }
  for (const char* name : {"none", "to_nothing"}) {
    EXPECT_FALSE(is_file(system_files(), folder / name)) << name;
    EXPECT_FALSE(is_folder(system_files(), folder / name)) << name;
  }
  EXPECT_FALSE(is_file(system_files(), "/dev/null"));
}

TEST(Files, ReadsUpToTheLimit) {
  const TemporaryFolder folder;
  const std::string text(200000, 'x');
  ASSERT_TRUE(write_atomically(system_files(), folder / "a", ByteView(text), Access::owner).ok());
  EXPECT_EQ(read_text(system_files(), folder / "a", text.size()).value(), text);
  EXPECT_EQ(read_text(system_files(), folder / "a", SIZE_MAX).value(), text);
  const auto over = read_text(system_files(), folder / "a", text.size() - 1);
  EXPECT_EQ(over.error().code(), Code::transfer_too_large);
  EXPECT_NE(over.error().detail().find(folder / "a"), std::string::npos);
}

TEST(Files, WritesAtomically) {
  const TemporaryFolder folder;
  for (const char* text : {"first", "second"}) {
    ASSERT_TRUE(write_atomically(system_files(), folder / "a", ByteView(text), Access::owner).ok());
    EXPECT_EQ(read_text(system_files(), folder / "a", 100).value(), text);
  }
  EXPECT_EQ(system_files().list(folder.path()).value(), std::vector<std::string>{"a"});
  EXPECT_EQ(system_files().info(folder / "a", false).value().mode, 0600u);
  const std::string longest(255, 'n');
  EXPECT_TRUE(
      write_atomically(system_files(), folder / longest, ByteView("x"), Access::owner).ok());
}

using Write = std::function<Status(Files&, const std::string& path)>;

/* `calls`: how many there are. */
void check_faults(const Write& write, int calls) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_atomically(system_files(), folder / "a", ByteView("old"), Access::owner).ok());
  FaultyFiles counting(-1);
  ASSERT_TRUE(write(counting, folder / "b").ok());
  EXPECT_EQ(read_text(system_files(), folder / "b", 100).value(), "new");
  ASSERT_TRUE(system_files().remove(folder / "b").ok());
  ASSERT_EQ(counting.calls(), calls);
  for (int failing = 0; failing < calls; ++failing) {
    FaultyFiles files(failing);
    EXPECT_EQ(write(files, folder / "a").error().code(), Code::no_space);
    EXPECT_EQ(read_text(system_files(), folder / "a", 100).value(), "old");
    EXPECT_EQ(system_files().list(folder.path()).value(), std::vector<std::string>{"a"});
  }
}

TEST(Files, EveryFaultLeavesTheOldFileAndNothingElse) {
  const ByteView text("new");
  check_faults([&](Files& files,
                   const auto& path) { return write_atomically(files, path, text, Access::owner); },
               4);
  check_faults([&](Files& files,
                   const auto& path) { return write_eventually(files, path, text, Access::owner); },
               4);
  // All are brought to the disk in one call, before the name is given.
  check_faults(
      [&](Files& files, const auto& path) {
        return write_atomically(files, path, text, Access::owner, {path + ".absent"});
      },
      5);
  check_faults(
      [&](Files& files, const auto& path) {
        return write_eventually(files, path, text, Access::owner, {parent_folder(path)});
      },
      5);
}

}  // namespace
}  // namespace aex::os
