#include "net/exchange.hpp"

#include <gtest/gtest.h>

namespace aex::net {
namespace {

Url url() { return parse_url("https://a.b/x?secret").value(); }

TEST(Exchange, BodyOfARedirectIsDroppedUpToALimit) {
  Request request;
  MemorySink sink(100);
  Exchange exchange(request, url(), sink);
  ASSERT_TRUE(exchange.take_header("HTTP/1.1 302 Found\r\n"));
  ASSERT_TRUE(exchange.take_header("Location: /y\r\n"));
  const std::string half(32 * 1024, 'x');
  EXPECT_TRUE(exchange.take_body(ByteView(half)));
  EXPECT_TRUE(exchange.take_body(ByteView(half)));
  EXPECT_TRUE(sink.bytes().empty());
  EXPECT_FALSE(exchange.take_body(ByteView("x")));
  EXPECT_EQ(exchange.failure->code(), Code::transfer_too_large);
}

TEST(Exchange, OnlyAGetIsRedirectedAndOnlyWithALocation) {
  MemorySink sink(100);
  for (const Method method : {Method::get, Method::post, Method::put}) {
    Request request;
    request.method = method;
    Exchange exchange(request, url(), sink);
    ASSERT_TRUE(exchange.take_header("HTTP/1.1 307 x\r\n"));
    EXPECT_FALSE(exchange.is_redirected());
    ASSERT_TRUE(exchange.take_header("location: /y\r\n"));
    EXPECT_EQ(exchange.is_redirected(), method == Method::get);
  }
}

TEST(Exchange, GivesNoMoreThanWasPromised) {
  MemorySource source(ByteView("abcdef"));
  MemorySink sink(0);
  Request request;
  request.method = Method::put;
  request.body = &source;
  request.body_bytes = 5;
  Exchange exchange(request, url(), sink);
  std::uint8_t out[4];
  EXPECT_EQ(exchange.give(out, 4), 4u);
  EXPECT_EQ(exchange.give(out, 4), 1u);
  EXPECT_EQ(exchange.give(out, 4), 0u);
  EXPECT_FALSE(exchange.failure);
}

TEST(Exchange, ASourceThatEndsTooSoonIsAnError) {
  MemorySource source(ByteView("abc"));
  MemorySink sink(0);
  Request request;
  request.method = Method::put;
  request.body = &source;
  request.body_bytes = 5;
  Exchange exchange(request, url(), sink);
  std::uint8_t out[8];
  EXPECT_EQ(exchange.give(out, 8), 3u);
  EXPECT_EQ(exchange.give(out, 8), Exchange::kNothing);
  EXPECT_EQ(exchange.failure->code(), Code::io_failed);
  EXPECT_EQ(exchange.failure->detail(), "the data for https://a.b ended after 3 of 5 bytes");
}

TEST(StallWatch, CountsFromTheLastByteOfAConnectionThatStands) {
  StallWatch watch(100);
  watch.see(false, 0, 1000);
  watch.see(false, 0, 2000);
  EXPECT_FALSE(watch.is_stalled());
  watch.see(true, 0, 2050);
  watch.see(true, 0, 2149);
  EXPECT_FALSE(watch.is_stalled());
  EXPECT_EQ(watch.left_ms(), 1u);
  watch.see(true, 1, 2150);
  EXPECT_EQ(watch.left_ms(), 100u);
  watch.see(true, 1, 2250);
  EXPECT_TRUE(watch.is_stalled());
}

TEST(StallWatch, WithoutALimitNothingStalls) {
  StallWatch watch(0);
  watch.see(true, 0, 0);
  watch.see(true, 0, 1u << 30);
  EXPECT_FALSE(watch.is_stalled());
  EXPECT_EQ(watch.left_ms(), UINT64_MAX);
}

}  // namespace
}  // namespace aex::net
