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

}  // namespace
}  // namespace aex::os
