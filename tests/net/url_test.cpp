#include "net/url.hpp"

#include <gtest/gtest.h>

namespace aex::net {
namespace {

Url good(std::string_view text) {
  Result<Url> url = parse_url(text);
  EXPECT_TRUE(url.ok()) << text << ": " << (url.ok() ? "" : url.error().message());
  return url.ok() ? url.value() : Url();
}

Error bad(std::string_view text) {
  Result<Url> url = parse_url(text);
  EXPECT_FALSE(url.ok()) << text;
  return url.ok() ? Error(Code::ok, "") : url.error();
}

TEST(Url, SplitsIntoItsParts) {
  const Url url = good("HTTPS://Gw.Example.COM:8443/dev/Status?X-Signature=aB%2F&n=1#part");
  EXPECT_EQ(url.scheme, "https");
  EXPECT_EQ(url.host, "gw.example.com");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.target, "/dev/Status?X-Signature=aB%2F&n=1");
  EXPECT_EQ(url.origin(), "https://gw.example.com:8443");
  EXPECT_EQ(url.text(), "https://gw.example.com:8443/dev/Status?X-Signature=aB%2F&n=1");
}

TEST(Url, FillsInPortAndPath) {
  EXPECT_EQ(good("https://a.b").port, 443);
  EXPECT_EQ(good("https://a.b").target, "/");
  EXPECT_EQ(good("https://a.b?x=1").target, "/?x=1");
  EXPECT_EQ(good("https://a.b:/x").port, 443);
  EXPECT_EQ(good("https://a.b:443/x").origin(), "https://a.b");
  EXPECT_EQ(good("http://localhost/").port, 80);
}

TEST(Url, KeepsTheBytesOfTheTarget) {
  EXPECT_EQ(good("https://a.b/x/../y/./z//?q=/../").target, "/x/../y/./z//?q=/../");
}

TEST(Url, TakesIpv6InBrackets) {
  const Url url = good("http://[::1]:8080/x");
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.port, 8080);
  EXPECT_EQ(url.origin(), "http://[::1]:8080");
  EXPECT_EQ(good("https://[2001:DB8::1]").origin(), "https://[2001:db8::1]");
}

TEST(Url, PlainHttpIsForLoopbackOnly) {
  for (const char* text : {"http://localhost", "http://LOCALHOST:1/", "http://127.0.0.1:80/x",
                           "http://127.255.0.3", "http://[::1]/"}) {
    EXPECT_TRUE(good(text).is_loopback()) << text;
  }
  for (const char* text :
       {"http://example.org/", "http://127.0.0.1.example.org/", "http://localhost.example.org/",
        "http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/", "http://127.0.0.01/",
        "http://127.0.0.256/", "http://127.0.0.1./", "http://localhost./", "http://10.0.0.1/",
        "http://0.0.0.0/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://127.0.0/"}) {
    EXPECT_EQ(bad(text).code(), Code::config_insecure_url) << text;
  }
}

TEST(Url, RefusesAllElse) {
  for (const char* text : {"",
                           "gw.example.com",
                           "ftp://a.b/",
                           "file:///etc/passwd",
                           "https:/a.b",
                           "https://",
                           "https:///x",
                           "https://:443/",
                           "https://a.b:0/",
                           "https://a.b:65536/",
                           "https://a.b:x/",
                           "https://a.b:-1/",
                           "https://a.b: 1/",
                           "https://[::1/",
                           "https://[::1]x/",
                           "https://[]/",
                           "https://[abc]/",
                           "https://a b/",
                           "https://a.b/x y",
                           "https://a.b/\r\nHost: c",
                           "https://a.b/\x80",
                           "https://a%2eb/",
                           "https://a.b\\c/",
                           "https://[fe80::1%eth0]/"}) {
    EXPECT_EQ(bad(text).code(), Code::invalid_argument) << text;
  }
  EXPECT_EQ(bad("https://a.b/" + std::string(20000, 'x')).code(), Code::invalid_argument);
}

TEST(Url, ErrorsShowNeitherQueryNorUserPart) {
  for (const char* text :
       {"http://example.org/p?X-Signature=secret", "https://a.b:99999/p?X-Signature=secret",
        "https://me:secret@a.b/", "https://a.b/ ?secret", "ftp://a.b/?secret", "a.b?secret",
        "https://a.b\\@secret/"}) {
    EXPECT_EQ(bad(text).message().find("secret"), std::string::npos) << bad(text).message();
  }
  EXPECT_EQ(bad("http://example.org/p?x").detail(), "http://example.org");
  EXPECT_NE(bad("https://me:secret@a.b/").detail().find("https://a.b"), std::string::npos);
}

}  // namespace
}  // namespace aex::net
