#include "os/posix/posix.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>

namespace aex::os {
namespace {

TEST(Posix, FailureNamesPathAndReason) {
  const Error error = failure("opening", "/some/file", EACCES);
  EXPECT_EQ(error.code(), Code::io_failed);
  EXPECT_EQ(error.detail(), "opening /some/file failed: Permission denied");
}

TEST(Posix, FailureKnowsWhatAPersonCanMend) {
  EXPECT_EQ(failure("", "", ENOENT).code(), Code::file_missing);
  EXPECT_EQ(failure("", "", ENOSPC).code(), Code::no_space);
  EXPECT_EQ(failure("", "", EDQUOT).code(), Code::no_space);
  EXPECT_EQ(failure("", "", ENOMEM).code(), Code::no_memory);
  EXPECT_EQ(failure("", "", EIO).code(), Code::io_failed);
}

TEST(Posix, DescriptorsCloseOnceAndAreNotInherited) {
  Descriptor first = open_path("/dev/null", O_RDONLY);
  ASSERT_TRUE(first.is_open());
  const int number = first.get();
  EXPECT_NE(::fcntl(number, F_GETFD) & FD_CLOEXEC, 0);
  {
    Descriptor second = std::move(first);
    EXPECT_FALSE(first.is_open());
    EXPECT_EQ(second.get(), number);
  }
  EXPECT_EQ(::fcntl(number, F_GETFD), -1);
}

}  // namespace
}  // namespace aex::os
