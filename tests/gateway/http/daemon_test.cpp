#include "gateway/gateway_fixture.hpp"

namespace aex::gateway {
namespace {

using DaemonTest = GatewayTest;

TEST_F(DaemonTest, KeepsTheConnection) {
  start();
  RawClient client(server_->url());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.ask("GET", "/user", {{"apikey", kKey}}).status, 200);
    EXPECT_EQ(client.ask("GET", "/nowhere").status, 404);
    EXPECT_EQ(client.ask("POST", "/createsignedurls", experiment("e1")).status, 200);
    EXPECT_EQ(client.ask("POST", "/user", {}, "a body that nobody wants").status, 405);
  }
}

TEST_F(DaemonTest, AnswersRequestsInOneSegment) {
  start();
  RawClient client(server_->url());
  const std::string request = "GET /user HTTP/1.1\r\nHost: g\r\nAPIKEY: correct-horse\r\n\r\n";
  client.send(request + request);
  EXPECT_EQ(client.receive().status, 200);
  EXPECT_EQ(client.receive().status, 200);
}

TEST_F(DaemonTest, TakesARequestByteByByte) {
  start();
  RawClient client(server_->url());
  for (const char c :
       std::string("GET /user HTTP/1.1\r\nHost: g\r\napikey:correct-horse\r\n\r\n")) {
    client.send(std::string(1, c));
  }
  EXPECT_EQ(client.receive().status, 200);
}

TEST_F(DaemonTest, BoundsTheHead) {
  start();
  const RawReply reply = get("/user", {{"x-filler", std::string(64 * 1024, 'x')}});
  EXPECT_TRUE(reply.status == 431 || reply.status == 413 || reply.status == 414) << reply.status;
  EXPECT_EQ(get("/user").status, 200);
  const std::string target = "/" + std::string(64 * 1024, 'x');
  EXPECT_GE(get(target).status, 400);
  EXPECT_EQ(get("/user").status, 200);
}

TEST_F(DaemonTest, RefusesWhatIsNotHttp) {
  start();
  for (const char* text : {"\r\n\r\n\r\n\r\n", "nonsense\r\n\r\n", "GET /user HTTP/1.1\r\n\r\n",
                           "GET /user HTTP/1.1\r\nHost: g\r\nContent-Length: -1\r\n\r\n",
                           "GET /user HTTP/1.1\r\nHost: g\r\nContent-Length: x\r\n\r\n"}) {
    RawClient client(server_->url());
    client.send(text);
    client.send("GET /bad HTTP/0.1\r\n\r\n");
    const int status = client.receive().status;
    EXPECT_TRUE(status == 0 || status >= 400) << text << status;
  }
  EXPECT_EQ(get("/user").status, 200);
}

TEST_F(DaemonTest, DropsALargeBodyThatItRefused) {
  start();
  RawClient client(server_->url());
  client.send("POST /user HTTP/1.1\r\nHost: g\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_EQ(client.receive().status, 405);
  EXPECT_TRUE(client.is_at_end());
}

TEST_F(DaemonTest, BoundsItsConnections) {
  options_.max_connections = 2;
  start();
  RawClient first(server_->url());
  RawClient second(server_->url());
  EXPECT_EQ(first.ask("GET", "/user", {{"apikey", kKey}}).status, 200);
  EXPECT_EQ(second.ask("GET", "/user", {{"apikey", kKey}}).status, 200);
  RawClient third(server_->url());
  third.send("GET /user HTTP/1.1\r\nHost: g\r\napikey: correct-horse\r\n\r\n");
  first.close();
  // Refused at once, or served once the first has gone: in no case a third beside the two.
  (void)third.receive();
  EXPECT_EQ(second.ask("GET", "/user", {{"apikey", kKey}}).status, 200);
}

TEST_F(DaemonTest, ClosesSilentConnections) {
  options_.connection_timeout_s = 1;
  start();
  RawClient client(server_->url());
  client.send("GET /user HTT");
  EXPECT_TRUE(client.is_at_end());
}

TEST_F(DaemonTest, NamesATakenPort) {
  start();
  options_.listen = server_->url().substr(7);
  options_.data = folder_ / "other";
  const auto second = make_server();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code(), Code::io_failed);
  EXPECT_NE(second.error().detail().find(options_.listen), std::string::npos);
}

TEST_F(DaemonTest, ListensOnIpv6) {
  options_.listen = "[::1]:0";
  const auto server = make_server();
  if (!server.ok() && server.error().code() == Code::io_failed) GTEST_SKIP() << "no IPv6 here";
  ASSERT_TRUE(server.ok()) << server.error().message();
  EXPECT_EQ(server.value()->url().substr(0, 13), "http://[::1]:");
}

}  // namespace
}  // namespace aex::gateway
