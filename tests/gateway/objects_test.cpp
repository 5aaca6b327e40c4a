#include <atomic>

#include "package_fixture.hpp"

namespace aex::gateway {
namespace {

using ObjectsTest = PackageTest;

/** A clock that stands still until it is moved. */
class ManualClock final : public os::Clock {
 public:
  std::uint64_t now_ms() override { return now_ms_; }
  std::int64_t unix_ms() override { return 0; }
  os::LocalTime local_time() override { return {2025, 1, 1, 0, 0, 0}; }
  void sleep_ms(std::uint64_t) override {}
  void advance_s(std::uint64_t seconds) { now_ms_ += seconds * 1000; }

 private:
  std::atomic<std::uint64_t> now_ms_{1000};
};

TEST_F(ObjectsTest, HasNoStatusBeforeThePackage) {
  start();
  const Ticket ticket = this->ticket("e1");
  const RawReply reply = ask("GET", ticket.state);
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.headers.at("content-type"), "application/xml");
  EXPECT_EQ(reply.body.rfind("<?xml", 0), 0u);
}

TEST_F(ObjectsTest, AnswersEachSignatureForOnePurpose) {
  start();
  const Ticket first = ticket("e1");
  const Ticket second = ticket("e2");
  const std::string query = first.state.substr(first.state.find('?'));
  EXPECT_EQ(code(first.state), -404);
  EXPECT_EQ(code("/experiments/e2/status" + query), -403);
  EXPECT_EQ(code("/experiments/e1/result" + query), -403);
  EXPECT_EQ(ask("PUT", "/experiments/e1/package" + query, {}, "x").status, 403);
  EXPECT_EQ(code("/experiments/e1/status"), -403);
  EXPECT_EQ(code("/experiments/e1/status?signature=&expires="), -403);
  std::string forged = first.state;
  forged.back() = forged.back() == '0' ? '1' : '0';
  EXPECT_EQ(code(forged), -403);
  EXPECT_EQ(code(first.state + "0"), -403);
  const std::size_t expires = first.state.find("expires=") + 8;
  EXPECT_EQ(code(std::string(first.state).insert(expires, "9")), -403);
  EXPECT_EQ(ask("GET", "/experiments/e1/status", {{"apikey", kKey}}).status, 403);
  EXPECT_EQ(ask("POST", first.state).status, 405);
  EXPECT_EQ(ask("GET", first.package).status, 405);
  EXPECT_EQ(folder_.names("data/experiments"), "");
}

TEST_F(ObjectsTest, WantsALengthThatItCanBear) {
  options_.max_package_bytes = 4000;
  start();
  const Ticket ticket = this->ticket("e1");
  RawClient client(server_->url());
  const std::string head = "PUT " + ticket.package + " HTTP/1.1\r\nHost: g\r\n";
  client.send(head + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
  EXPECT_EQ(client.receive().status, 411);
  RawClient none(server_->url());
  none.send(head + "\r\n");
  EXPECT_EQ(none.receive().status, 411);
  EXPECT_EQ(put(ticket, std::string(4001, 'x')).status, 413);
  RawClient huge(server_->url());
  huge.send(head + "Content-Length: 18446744073709551615\r\n\r\n");
  EXPECT_GE(huge.receive().status, 400);
  EXPECT_EQ(experiment_folders(), "");
  EXPECT_EQ(put(ticket, std::string(4000, 'x')).status, 200);
}

TEST_F(ObjectsTest, AsksForTheBodyOnlyWhenItIsWelcome) {
  start();
  const Ticket ticket = this->ticket("e1");
  const std::string package = seal(archive(config("e1")), ticket.key);
  const std::string head = " HTTP/1.1\r\nHost: g\r\nExpect: 100-continue\r\nContent-Length: " +
                           std::to_string(package.size()) + "\r\n\r\n";
  RawClient client(server_->url());
  client.send("PUT " + ticket.package + head);
  EXPECT_EQ(client.receive().status, 100);
  client.send(package);
  EXPECT_EQ(client.receive().status, 200);
}

TEST_F(ObjectsTest, TakesAPackageOnce) {
  start();
  const Ticket ticket = this->ticket("e1");
  const std::string package = seal(archive(config("e1")), ticket.key);
  EXPECT_EQ(put(ticket, package).status, 200);
  EXPECT_EQ(put(ticket, package).status, 409);
  EXPECT_EQ(ask("POST", "/createsignedurls", experiment("e1")).status, 409);
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  EXPECT_EQ(put(ticket, package).status, 409);
  EXPECT_EQ(code(ticket.state), 200);
}

TEST_F(ObjectsTest, ForgetsAnUploadThatBreaksOff) {
  start();
  const Ticket ticket = this->ticket("e1");
  {
    RawClient client(server_->url());
    client.send("PUT " + ticket.package +
                " HTTP/1.1\r\nHost: g\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100);
    client.send(std::string(5000, 'x'));
    EXPECT_EQ(folder_.names("data/experiments/e1"), "package");
    // A second sender finds the place taken.
    EXPECT_EQ(put(ticket, "other").status, 409);
  }
  ASSERT_TRUE(book_.wait_for("PUT /experiments/e1/package broken off "));
  EXPECT_EQ(experiment_folders(), "");
  EXPECT_EQ(code(ticket.state), -404);
  EXPECT_EQ(put(ticket, seal(archive(config("e1")), ticket.key)).status, 200);
  EXPECT_TRUE(book_.wait_for("experiment e1 is ready"));
}

TEST_F(ObjectsTest, ForgetsAnUploadThatStopBreaksOff) {
  start();
  const Ticket ticket = this->ticket("e1");
  RawClient client(server_->url());
  client.send("PUT " + ticket.package +
              " HTTP/1.1\r\nHost: g\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  server_->stop();
  EXPECT_EQ(experiment_folders(), "");
}

TEST_F(ObjectsTest, BoundsTheQueue) {
  options_.workers = 1;
  options_.max_queue = 1;
  turnstile_.hold();
  start();
  const Ticket first = ticket("e1");
  ASSERT_EQ(put(first, seal(archive(config("e1")), first.key)).status, 200);
  ASSERT_TRUE(turnstile_.wait_for_runs(1));
  const Ticket second = ticket("e2");
  const Ticket third = ticket("e3");
  ASSERT_EQ(put(second, seal(archive(config("e2")), second.key)).status, 200);
  const RawReply full = ask("POST", "/createsignedurls", experiment("e4"));
  EXPECT_EQ(full.status, 503);
  EXPECT_NE(full.headers.find("retry-after"), full.headers.end());
  const std::string package = seal(archive(config("e3")), third.key);
  const RawReply late = put(third, package);
  EXPECT_EQ(late.status, 503);
  EXPECT_NE(late.headers.find("retry-after"), late.headers.end());
  EXPECT_EQ(code(second.state), 100);
  turnstile_.open();
  ASSERT_TRUE(book_.wait_for("experiment e2 is ready"));
  EXPECT_EQ(put(third, package).status, 200);
  EXPECT_TRUE(book_.wait_for("experiment e3 is ready"));
}

TEST_F(ObjectsTest, StreamsTheResultAgainAndAgain) {
  start();
  const Ticket ticket = this->ticket("e1");
  ASSERT_EQ(put(ticket, seal(archive(config("e1")), ticket.key)).status, 200);
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  const codec::Json status = json(ask("GET", ticket.state));
  const std::string url(status["metadata"]["result"]["url"].text());
  EXPECT_EQ(url.rfind(server_->url() + "/experiments/e1/result?", 0), 0u);
  RawClient client(server_->url());
  const RawReply first = client.ask("GET", target(url));
  const RawReply second = client.ask("GET", target(url));
  EXPECT_EQ(first.headers.at("content-length"), std::to_string(first.body.size()));
  EXPECT_EQ(first.body, second.body);
  EXPECT_EQ(first.body, folder_.read("data/experiments/e1/result"));
}

TEST_F(ObjectsTest, ForgetsWhatIsOld) {
  ManualClock clock;
  clock_ = &clock;
  start();
  const Ticket done = ticket("e1");
  const Ticket waiting = ticket("e2");
  ASSERT_EQ(put(done, seal(archive(config("e1")), done.key)).status, 200);
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  clock.advance_s(3599);
  EXPECT_EQ(code(waiting.state), -404);
  clock.advance_s(2);
  EXPECT_EQ(put(waiting, "late").status, 403);
  EXPECT_EQ(code(done.state), 200);
  EXPECT_EQ(experiment_folders(), "e1");
  clock.advance_s(24 * 3600);
  EXPECT_EQ(code(done.state), 404);
  EXPECT_EQ(experiment_folders(), "");
  clock.advance_s(48 * 3600);
  EXPECT_EQ(code(done.state), -403);
  server_.reset();
}

TEST_F(ObjectsTest, MakesRoomByForgettingTheOldest) {
  options_.max_experiments = 2;
  start();
  EXPECT_EQ(run("e1", archive(config("e1"))), 200);
  (void)ticket("e2");
  EXPECT_EQ(ticket("e3").status, 200);
  EXPECT_EQ(experiment_folders(), "");
  const RawReply full = ask("POST", "/createsignedurls", experiment("e4"));
  EXPECT_EQ(full.status, 503);
}

/** A status request that the gateway has read, on a connection of its own. */
class HeldStatus {
 public:
  HeldStatus(const std::string& url, const std::string& target) : client_(url), bystander_(url) {
    client_.send("GET " + target + " HTTP/1.1\r\nHost: g\r\n\r\n");
    // One thread serves both: when this is answered, the other was read.
    EXPECT_EQ(bystander_.ask("GET", "/nowhere").status, 404);
  }
  RawReply receive() { return client_.receive(); }

 private:
  RawClient client_;
  RawClient bystander_;
};

class HeldStatusTest : public ObjectsTest {
 protected:
  void SetUp() override {
    options_.max_hold_ms = 3'600'000;
    start();
    turnstile_.hold();
    first_ = ticket("e1");
    ASSERT_EQ(put(first_, seal(archive(config("e1")), first_.key)).status, 200);
    ASSERT_TRUE(turnstile_.wait_for_runs(1));
  }

  Ticket first_;
};

TEST_F(HeldStatusTest, ComesWhenItsExperimentEnds) {
  HeldStatus held(server_->url(), first_.state);
  turnstile_.open();
  EXPECT_EQ(json(held.receive())["code"].integer(), 200);
  EXPECT_EQ(code(first_.state), 200);
}

TEST_F(HeldStatusTest, DoesNotOutliveTheServer) {
  HeldStatus held(server_->url(), first_.state);
  server_.reset();
  const RawReply reply = held.receive();
  EXPECT_TRUE(reply.status == 0 || json(reply)["code"].integer() == 100) << reply.status;
}

}  // namespace
}  // namespace aex::gateway
