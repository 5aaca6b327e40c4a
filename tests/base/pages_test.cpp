#include "base/pages.hpp"

#include <gtest/gtest.h>

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

TEST(Pages, SayWhenThereIsNotEnoughMemory) {
  const Pages pages(SIZE_MAX / 4);
  EXPECT_EQ(pages.data(), nullptr);
}

}  // namespace
}  // namespace aex
