#include "base/secret.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <new>

namespace aex {
namespace {

/* The bytes of a destroyed object are looked at through storage that the test owns. */
bool holds(const unsigned char* storage, std::size_t size, const char* text) {
  const std::string bytes(reinterpret_cast<const char*>(storage), size);
  return bytes.find(text) != std::string::npos;
}

TEST(Secret, ShortTextIsWipedOnDestruction) {
  alignas(Secret) unsigned char storage[sizeof(Secret)] = {};
  Secret* secret = new (storage) Secret("topsecret");
  ASSERT_TRUE(holds(storage, sizeof storage, "topsecret"));
  secret->~Secret();
  EXPECT_FALSE(holds(storage, sizeof storage, "topsecret"));
}

TEST(Secret, MovingLeavesNothingBehind) {
  alignas(Secret) unsigned char storage[sizeof(Secret)] = {};
  Secret* secret = new (storage) Secret("topsecret");
  const Secret moved(std::move(*secret));
  EXPECT_EQ(moved.reveal(), "topsecret");
  EXPECT_FALSE(holds(storage, sizeof storage, "topsecret"));
  secret->~Secret();
}

}  // namespace
}  // namespace aex
