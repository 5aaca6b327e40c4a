#include "os/scratch.hpp"

#include <gtest/gtest.h>

#include "os/temporary_folder.hpp"

namespace aex::os {
namespace {

void put(const std::string& path) {
  ASSERT_TRUE(write_atomically(system_files(), path, ByteView("x"), Access::owner).ok());
}

bool is_there(const std::string& path) { return system_files().info(path, false).ok(); }

TEST(Scratch, VanishesWithItsOwner) {
  const TemporaryFolder folder;
  ASSERT_TRUE(make_folders(system_files(), folder / "s/d", Access::owner).ok());
  put(folder / "s/d/f");
  { const Scratch scratch(system_files(), folder / "s"); }
  EXPECT_FALSE(is_there(folder / "s"));
}

TEST(Scratch, StaysUnderItsNewNameWhenKept) {
  const TemporaryFolder folder;
  put(folder / "s");
  {
    Scratch scratch(system_files(), folder / "s");
    ASSERT_TRUE(scratch.keep_as(folder / "kept").ok());
    EXPECT_EQ(scratch.path(), "");
  }
  EXPECT_TRUE(is_there(folder / "kept"));
  EXPECT_FALSE(is_there(folder / "s"));
}

TEST(Scratch, VanishesWhenKeepingFails) {
  const TemporaryFolder folder;
  put(folder / "s");
  {
    Scratch scratch(system_files(), folder / "s");
    EXPECT_FALSE(scratch.keep_as(folder / "absent/kept").ok());
  }
  EXPECT_FALSE(is_there(folder / "s"));
}

TEST(Scratch, MovesItsDuty) {
  const TemporaryFolder folder;
  put(folder / "a");
  put(folder / "b");
  {
    Scratch first(system_files(), folder / "a");
    Scratch second(system_files(), folder / "b");
    second = std::move(first);
    EXPECT_FALSE(is_there(folder / "b"));
    const Scratch third(std::move(second));
    EXPECT_EQ(third.path(), folder / "a");
    EXPECT_TRUE(is_there(folder / "a"));
  }
  EXPECT_FALSE(is_there(folder / "a"));
}

TEST(Scratch, OwnsWhatItMadeAndNothingElse) {
  const TemporaryFolder folder;
  {
    Scratch made(system_files(), folder / "made");
    ASSERT_TRUE(made.create(Access::owner).ok());
    EXPECT_TRUE(is_there(folder / "made"));
    Scratch second(system_files(), folder / "made");
    EXPECT_EQ(second.create(Access::owner).error().code(), Code::io_failed);
  }
  EXPECT_FALSE(is_there(folder / "made"));
  put(folder / "f");
  {
    Scratch file(system_files(), folder / "f");
    EXPECT_FALSE(file.create(Access::owner).ok());
    Scratch as_folder(system_files(), folder / "f");
    EXPECT_FALSE(as_folder.make_folder(Access::owner).ok());
  }
  EXPECT_TRUE(is_there(folder / "f"));
}

TEST(Draft, TakesItsNameWhenItIsWhole) {
  const TemporaryFolder folder;
  put(folder / "f");
  {
    Draft draft(system_files(), folder / "f");
    ASSERT_TRUE(draft.create(Access::owner).ok());
    ASSERT_TRUE(draft.file().write(ByteView("whole")).ok());
    EXPECT_EQ(read_text(system_files(), folder / "f", 9).value(), "x");
    ASSERT_TRUE(draft.finish().ok());
  }
  EXPECT_EQ(read_text(system_files(), folder / "f", 9).value(), "whole");
  EXPECT_EQ(system_files().list(folder / "").value().size(), 1u);
}

TEST(Draft, VanishesUnfinishedAndBarsNoOther) {
  const TemporaryFolder folder;
  {
    Draft first(system_files(), folder / "f");
    Draft second(system_files(), folder / "f");
    ASSERT_TRUE(first.create(Access::owner).ok());
    ASSERT_TRUE(second.create(Access::owner).ok());
    EXPECT_EQ(system_files().list(folder / "").value().size(), 2u);
  }
  EXPECT_EQ(system_files().list(folder / "").value().size(), 0u);
}

}  // namespace
}  // namespace aex::os
