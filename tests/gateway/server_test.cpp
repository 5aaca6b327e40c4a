#include <cstdlib>

#include "net/http.hpp"
#include "package_fixture.hpp"
#include "report/report.hpp"
#include "support/shared_data.hpp"

namespace aex::gateway {
namespace {

class ServerTest : public PackageTest {
 protected:
  Code refusal() {
    const auto server = make_server();
    return server.ok() ? Code::ok : server.error().code();
  }
  std::uint32_t mode(const std::string& name) {
    return os::system_files().info(folder_ / name, false).value().mode;
  }
};

TEST_F(ServerTest, ChecksItsOptions) {
  const ServerOptions good = options_;
  const auto with = [&](auto change) {
    options_ = good;
    change(options_);
    return refusal();
  };
  const Code invalid = Code::invalid_argument;
  EXPECT_EQ(with([](ServerOptions& o) { o.api_keys.clear(); }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.api_keys = {Secret("a"), Secret()}; }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.data.clear(); }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.listen = "example.org:80"; }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.listen = "127.0.0.1"; }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.listen = "127.0.0.1:99999"; }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.tls_key_file = "key.pem"; }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.result_version = 3; }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.channels = {"no-region"}; }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.channels.clear(); }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.public_url = "https://gw.example.org/"; }), invalid);
  EXPECT_EQ(with([](ServerOptions& o) { o.listen = "0.0.0.0:0"; }), Code::config_insecure_url);
  EXPECT_EQ(with([](ServerOptions& o) { o.listen = "192.0.2.1:0"; }), Code::config_insecure_url);
  EXPECT_EQ(with([](ServerOptions& o) { o.public_url = "http://gw.example.org"; }),
            Code::config_insecure_url);
  EXPECT_EQ(folder_.names(), "");
  EXPECT_EQ(with([](ServerOptions& o) { o.listen = "localhost:0"; }), Code::ok);
}

TEST_F(ServerTest, IsCalledLocalhostInUrlsIfItListensThere) {
  options_.listen = "localhost:0";
  start();
  EXPECT_EQ(server_->url().rfind("http://localhost:", 0), 0u) << server_->url();
  EXPECT_NE(server_->url(), "http://localhost:0");
}

TEST_F(ServerTest, KeepsItsKeysForItsOwnerAndForTheNextStart) {
  start_fresh();
  const std::string key = ticket("e1").key;
  EXPECT_EQ(mode("data"), 0700u);
  EXPECT_EQ(mode("data/experiments"), 0700u);
  EXPECT_EQ(mode("data/rsa_key.pem"), 0600u);
  EXPECT_EQ(mode("data/signing_key"), 0600u);
  const std::string pem = folder_.read("data/rsa_key.pem");
  server_.reset();
  start();
  EXPECT_EQ(ticket("e1").key, key);
  EXPECT_EQ(folder_.read("data/rsa_key.pem"), pem);
}

TEST_F(ServerTest, DoesNotReplaceADamagedKey) {
  start();
  server_.reset();
  folder_.write("data/rsa_key.pem", "damaged");
  EXPECT_NE(mode("data/rsa_key.pem"), 0600u);
  EXPECT_EQ(refusal(), Code::config_unreadable);
  EXPECT_EQ(folder_.read("data/rsa_key.pem"), "damaged");
  EXPECT_EQ(mode("data/rsa_key.pem"), 0600u);
}

TEST_F(ServerTest, ServesOldResultsAfterARestart) {
  options_.listen = "127.0.0.1:0";
  start();
  const Ticket done = ticket("e1");
  ASSERT_EQ(put(done, seal(archive(config("e1")), done.key)).status, 200);
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  server_.reset();
  start();
  EXPECT_EQ(code(done.state), 200);
  (void)fetch(done, 2);
  EXPECT_EQ(put(done, "again").status, 409);
}

TEST_F(ServerTest, FailsWhatARestartInterrupted) {
  start();
  const Ticket cut = ticket("e1");
  server_.reset();
  ASSERT_TRUE(os::make_folders(os::system_files(), folder_ / "data/experiments/e1/members",
                               os::Access::owner)
                  .ok());
  folder_.write("data/experiments/e1/members/config.json", kOtp);
  folder_.write("data/experiments/.stray", "x");
  start();
  EXPECT_EQ(code(cut.state), 500);
  EXPECT_EQ(experiment_folders(), "e1");
  EXPECT_EQ(folder_.names("data/experiments/e1"), "state.json");
}

TEST_F(ServerTest, RemovesOldLeftoversAtItsStart) {
  start();
  const Ticket done = ticket("e1");
  ASSERT_EQ(put(done, seal(archive(config("e1")), done.key)).status, 200);
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  server_.reset();
  const std::string state = folder_ / "data/experiments/e1/state.json";
  ASSERT_EQ(std::system(("touch -d '2 days ago' '" + state + "'").c_str()), 0);
  start();
  EXPECT_EQ(experiment_folders(), "");
  EXPECT_EQ(code(done.state), 404);
}

TEST_F(ServerTest, StopsTwiceAndAnswersNoMore) {
  start();
  const std::string url = server_->url();
  server_->stop();
  server_->stop();
  EXPECT_FALSE(RawClient(url).is_open());
}

/** The real line, down to the engine. */
class EngineTest : public ServerTest {
 protected:
  void start_engine() {
    auto server = Server::start(options_, os::system_files(), *clock_, os::system_entropy());
    ASSERT_TRUE(server.ok()) << server.error().message();
    server_ = std::move(server).value();
  }
  /** Uploads a program for the first core; returns its ticket. */
  Ticket submit(const std::string& id, const std::string& elf) {
    const std::string core(
        json(get("/cloudcaps")).node().first()["shinro"]["arches"].first()["name"].text());
    RawHeaders headers = experiment(id);
    headers["core"] = core;
    const codec::Json urls = json(ask("POST", "/createsignedurls", headers));
    Ticket ticket;
    ticket.package = target(std::string(urls["exppackageurl"].text("https://x/")));
    ticket.state = target(std::string(urls["statusget"].text("https://x/")));
    const std::string package =
        seal(archive(config(id, kCore, core), elf), std::string(urls["publicKey"].text()));
    EXPECT_EQ(put(ticket, package).status, 200);
    return ticket;
  }
  std::optional<std::int64_t> instructions(const Ticket& ticket) {
    const std::string summary = fetch(ticket, 2) + "/run one/reports/summary/summary.json";
    const auto report = report::Report::open(os::system_files(), summary);
    EXPECT_TRUE(report.ok()) << report.error().message();
    return report.ok() ? report.value().total_instructions() : std::nullopt;
  }
  /** A program that never ends. */
  static std::string endless_elf() {
    std::string elf = testing::tiny_elf();
    store_le<std::uint32_t>(reinterpret_cast<std::uint8_t*>(&elf[120]), 0x0000006f);
    return elf;
  }
};

TEST_F(EngineTest, CountsInstructions) {
  start_engine();
  const Ticket ticket = submit("e1", testing::tiny_elf());
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  EXPECT_EQ(instructions(ticket), 2);
  EXPECT_NE(folder_.names("unpacked/run one/reports").find("loop_Instruction_Counts"),
            std::string::npos);
}

TEST_F(EngineTest, CountsWhatTheServiceCounted) {
  AEX_SHARED_DATA_OR_SKIP(data);
  const auto elf = os::read_text(os::system_files(), data + "/mandelbrot_rv64_O0.elf", 1 << 20);
  ASSERT_TRUE(elf.ok());
  start_engine();
  const Ticket ticket = submit("e1", elf.value());
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  EXPECT_EQ(instructions(ticket), 196'626);
}

TEST_F(EngineTest, EndsEndlessPrograms) {
  options_.max_instructions = 1'000'000;
  start_engine();
  (void)submit("e1", endless_elf());
  EXPECT_TRUE(
      book_.wait_for("experiment e1 failed: " + std::string(info(Code::guest_budget).text)));
}

TEST_F(EngineTest, StopsWhileAProgramRuns) {
  options_.workers = 1;
  start_engine();
  const Ticket first = submit("e1", endless_elf());
  (void)submit("e2", endless_elf());
  EXPECT_EQ(code(first.state), 100);
  server_->stop();
  EXPECT_FALSE(book_.has("is ready"));
}

TEST_F(ServerTest, SpeaksTls) {
  const std::string cert = folder_ / "cert.pem";
  const std::string key = folder_ / "key.pem";
  const std::string make =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
      "-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout " +
      key + " -out " + cert + " 2>/dev/null";
  if (std::system(make.c_str()) != 0) GTEST_SKIP() << "no openssl command";
  options_.tls_certificate_file = cert;
  options_.tls_key_file = key;
  start();
  EXPECT_EQ(server_->url().substr(0, 18), "https://127.0.0.1:");
  net::TransportOptions transport;
  transport.ca_file = cert;
  auto client = net::curl_transport(transport);
  ASSERT_TRUE(client.ok()) << client.error().message();
  net::Request request;
  request.url = server_->url() + "/user";
  request.headers = {{"apikey", kKey}};
  MemorySink body(1000);
  Control control;
  const auto response = client.value()->perform(request, body, control);
  ASSERT_TRUE(response.ok()) << response.error().message();
  EXPECT_EQ(response.value().status, 200);
  EXPECT_NE(RawClient(server_->url()).ask("GET", "/user", {{"apikey", kKey}}).status, 200);
}

TEST_F(ServerTest, RefusesACertificateThatIsNone) {
  options_.tls_certificate_file = folder_.write("cert.pem", "nothing");
  options_.tls_key_file = folder_.write("key.pem", "nothing");
  EXPECT_EQ(refusal(), Code::io_failed);
  options_.tls_key_file = folder_ / "absent.pem";
  EXPECT_EQ(refusal(), Code::file_missing);
}

}  // namespace
}  // namespace aex::gateway
