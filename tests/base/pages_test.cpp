#include "base/pages.hpp"

#include <gtest/gtest.h>
#ifdef __linux__
#include <sys/wait.h>
#include <unistd.h>
#endif

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace aex {
namespace {

TEST(Pages, HoldWhatIsWritten) {
  for (const std::size_t size : {std::size_t{1}, std::size_t{4096}, (std::size_t{5} << 20) + 3}) {
    const Pages pages(size);
    ASSERT_NE(pages.data(), nullptr) << size;
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(pages.data()) % alignof(std::max_align_t), 0u);
    auto* const bytes = static_cast<unsigned char*>(pages.data());
    std::memset(bytes, 0xa5, size);
    EXPECT_EQ(bytes[0], 0xa5);
    EXPECT_EQ(bytes[size - 1], 0xa5);
  }
}

#ifdef __linux__
bool child_sees(const void* memory) {
  int ends[2] = {};
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(::write(ends[1], memory, 1) == 1 ? 1 : 0);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  ::close(ends[0]);
  ::close(ends[1]);
  return WEXITSTATUS(status) == 1;
}

TEST(Pages, AreNotAChilds) {
#if defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer has memory of its own";
#endif
  const std::size_t size = (std::size_t{16} << 20) + 2048;
  const Pages pages(size);
  auto* const bytes = static_cast<unsigned char*>(pages.data());
  std::memset(bytes, 0xa5, size);
  EXPECT_FALSE(child_sees(bytes));
  EXPECT_FALSE(child_sees(bytes + size - 1));
  const Pages small(100);
  EXPECT_TRUE(child_sees(small.data()));
}
#endif

TEST(Pages, SayWhenThereIsNotEnoughMemory) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer ends a program that asks for so much";
#endif
  const Pages pages(SIZE_MAX / 4);
  EXPECT_EQ(pages.data(), nullptr);
}

}  // namespace
}  // namespace aex
