#include "net/redirect.hpp"

#include <gtest/gtest.h>

namespace aex::net {
namespace {

std::string to(const char* from, const char* location) {
  const Result<Url> url = follow(parse_url(from).value(), location, false);
  return url.ok() ? url.value().text() : url.error().message();
}

Error refused(const char* from, const char* location, bool carries_key) {
  const Result<Url> url = follow(parse_url(from).value(), location, carries_key);
  EXPECT_FALSE(url.ok()) << location;
  return url.ok() ? Error(Code::ok, "") : url.error();
}

TEST(Redirect, ResolvesAsRfc3986Says) {
  constexpr const char* kFrom = "https://a.b/c/d/e?q=1";
  EXPECT_EQ(to(kFrom, "https://x.y/z?s=2"), "https://x.y/z?s=2");
  EXPECT_EQ(to(kFrom, "//x.y/z"), "https://x.y/z");
  EXPECT_EQ(to(kFrom, "/z?s=/../"), "https://a.b/z?s=/../");
  EXPECT_EQ(to(kFrom, "z"), "https://a.b/c/d/z");
  EXPECT_EQ(to(kFrom, "./z"), "https://a.b/c/d/z");
  EXPECT_EQ(to(kFrom, "../z"), "https://a.b/c/z");
  EXPECT_EQ(to(kFrom, "../../../../z"), "https://a.b/z");
  EXPECT_EQ(to(kFrom, ".."), "https://a.b/c/");
  EXPECT_EQ(to(kFrom, "/x/./y/../z/."), "https://a.b/x/z/");
  EXPECT_EQ(to(kFrom, "?s=2"), "https://a.b/c/d/e?s=2");
  EXPECT_EQ(to(kFrom, "#part"), kFrom);
  EXPECT_EQ(to(kFrom, "z#part"), "https://a.b/c/d/z");
}

TEST(Redirect, KeyStaysWithItsOrigin) {
  constexpr const char* kFrom = "https://a.b/x";
  EXPECT_TRUE(follow(parse_url(kFrom).value(), "https://A.B:443/y", true).ok());
  EXPECT_EQ(refused(kFrom, "https://a.b:444/y", true).code(), Code::redirect_refused);
  EXPECT_EQ(refused(kFrom, "https://c.d/y?s=secret", true).detail(),
            "https://a.b sent the request on to https://c.d, another host");
  EXPECT_TRUE(follow(parse_url(kFrom).value(), "https://c.d/y", false).ok());
}

TEST(Redirect, NeverFromHttpsToHttp) {
  EXPECT_EQ(refused("https://a.b/x", "http://127.0.0.1/y", false).code(), Code::redirect_refused);
  EXPECT_EQ(refused("https://localhost/x", "http://localhost/y", true).code(),
            Code::redirect_refused);
}

TEST(Redirect, TargetsAreCheckedAsUrls) {
  for (const char* location : {"http://example.org/?secret", "ftp://a.b/", "https://u:secret@a.b/",
                               "javascript:x", "/a b?secret"}) {
    const Error error = refused("http://127.0.0.1/x", location, false);
    EXPECT_EQ(error.code(), Code::redirect_refused) << location;
    EXPECT_EQ(error.detail().find("secret"), std::string::npos) << error.detail();
  }
}

TEST(Redirect, KnowsItsStatuses) {
  for (const int status : {301, 302, 303, 307, 308}) EXPECT_TRUE(is_redirect(status));
  for (const int status : {200, 300, 304, 305, 400}) EXPECT_FALSE(is_redirect(status));
}

}  // namespace
}  // namespace aex::net
