#include "net/http.hpp"

#include <gtest/gtest.h>

namespace aex::net {
namespace {

TEST(Http, HeadersAreFoundWithoutRegardToCase) {
  Response response;
  response.headers = {{"ETag", "a"}, {"etag", "b"}, {"Retry-After", ""}};
  EXPECT_EQ(response.header("ETAG"), "a");
  EXPECT_EQ(response.header("retry-after"), "");
  EXPECT_EQ(response.header("etagg"), "");
  Request request;
  request.headers = {{"ApiKey", "k"}};
  EXPECT_TRUE(request.has_header("apikey"));
  EXPECT_FALSE(request.has_header("api"));
}

TEST(Http, MethodsHaveTheirWireNames) {
  EXPECT_STREQ(method_name(Method::get), "GET");
  EXPECT_STREQ(method_name(Method::post), "POST");
  EXPECT_STREQ(method_name(Method::put), "PUT");
}

}  // namespace
}  // namespace aex::net
