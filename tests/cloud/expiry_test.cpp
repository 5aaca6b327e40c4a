#include "cloud/expiry.hpp"

#include <gtest/gtest.h>

namespace aex::cloud {
namespace {

bool expired_at(const char* url, std::int64_t unix_s) {
  return has_expired(Secret(url), unix_s * 1000);
}

TEST(Expiry, IsReadFromTheQuery) {
  const char* amazon = "https://s/x?X-Amz-Date=20250905T140108Z&X-Amz-Expires=3600&X-Amz-Sig=a";
  EXPECT_FALSE(expired_at(amazon, 1'757'084'467));
  EXPECT_TRUE(expired_at(amazon, 1'757'084'469));
  for (const char* url : {"https://s/x?Expires=1000&Signature=b", "https://s/x?a&x-expires=1000"}) {
    EXPECT_FALSE(expired_at(url, 1000)) << url;
    EXPECT_TRUE(expired_at(url, 1001)) << url;
  }
}

TEST(Expiry, AUrlThatDoesNotTellHasNone) {
  for (const char* url : {"", "https://s/x", "https://s/x?", "https://s/x?Expires=", "?Expires=1x",
                          "https://s/Expires=1", "https://s/x?X-Amz-Date=2025&X-Amz-Expires=1",
                          "https://s/x?X-Amz-Date=20250905T140108Z", "https://s/x?NotExpires=1"}) {
    EXPECT_FALSE(expired_at(url, 9'999'999'999)) << url;
  }
}

}  // namespace
}  // namespace aex::cloud
