#include "net/head.hpp"

#include <gtest/gtest.h>

namespace aex::net {
namespace {

TEST(Head, ReadsStatusAndFields) {
  HeadReader reader;
  Response response;
  for (const char* line : {"HTTP/1.1 404 Not Found\r\n", "Content-Length: 12\r\n", "X-Empty:\r\n",
                           "X-Colon:  a:b \t\r\n", "no field\r\n", "\r\n"}) {
    ASSERT_TRUE(reader.take(line, response).ok()) << line;
  }
  EXPECT_EQ(response.status, 404);
  ASSERT_EQ(response.headers.size(), 3u);
  EXPECT_EQ(response.header("x-colon"), "a:b");
  EXPECT_EQ(content_length(response), 12u);
}

TEST(Head, TheLastOfSeveralHeadsCounts) {
  HeadReader reader;
  Response response;
  for (const char* line : {"HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n",
                           "HTTP/1.1 200\r\n", "A: b\r\n", "\r\n"}) {
    ASSERT_TRUE(reader.take(line, response).ok()) << line;
  }
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("Link"), "");
  EXPECT_EQ(response.header("A"), "b");
}

TEST(Head, WrongStatusLinesAreRefused) {
  for (const char* line : {"HTTP/1.1\r\n", "HTTP/1.1 \r\n", "HTTP/1.1 20\r\n", "HTTP/1.1 abc\r\n",
                           "HTTP/1.1 099 x\r\n"}) {
    HeadReader reader;
    Response response;
    EXPECT_EQ(reader.take(line, response).error().code(), Code::transfer_broken) << line;
  }
}

TEST(Head, EndlessHeadsAreCut) {
  HeadReader reader;
  Response response;
  const std::string line = "A: " + std::string(kMaxHeadBytes / 2 - 5, 'x') + "\r\n";
  EXPECT_TRUE(reader.take(line, response).ok());
  EXPECT_TRUE(reader.take(line, response).ok());
  EXPECT_EQ(reader.bytes(), kMaxHeadBytes);
  EXPECT_EQ(reader.take("\r\n", response).error().code(), Code::transfer_too_large);
}

TEST(Head, LengthsThatAreNoNumbersAreUnknown) {
  for (const char* text : {"", "x", "12x", "-1", "99999999999999999999"}) {
    Response response;
    response.headers = {{"Content-Length", text}};
    EXPECT_EQ(content_length(response), 0u) << text;
  }
}

TEST(Head, HeadersThatWouldBreakTheirLineAreRefused) {
  EXPECT_TRUE(check_headers({{"exp-uuid", "a b\tc \xc3\xa9"}, {"x", ""}}).ok());
  for (const Header& field : {Header{"workload", "a\r\napikey: b"}, Header{"workload", "a\nb"},
                              Header{"workload", std::string("a\0b", 3)}, Header{"", "a"},
                              Header{"a b", "c"}, Header{"a:", "c"}, Header{"a\r\nb", "c"},
                              Header{"content-length", "1"}, Header{"Transfer-Encoding", "chunked"},
                              Header{"Host", "a"}, Header{"Expect", "100-continue"}}) {
    const Status status = check_headers({field});
    ASSERT_FALSE(status.ok()) << field.name;
    EXPECT_EQ(status.error().code(), Code::invalid_argument);
  }
}

}  // namespace
}  // namespace aex::net
