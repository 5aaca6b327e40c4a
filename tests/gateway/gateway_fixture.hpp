/** A real server on a loopback port, over a simulator that does as it is told. */
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "codec/json.hpp"
#include "gateway/assembly.hpp"
#include "gateway/raw_client.hpp"
#include "os/random.hpp"
#include "support/elf/elf_file.hpp"
#include "support/folder.hpp"
#include "support/rsa_pair.hpp"

namespace aex::gateway {

inline const char* const kKey = "correct-horse";
inline const char* const kCore = "TEST_(1_thread)";

/** The server's log, and a way to wait for a line of it. */
class LogBook {
 public:
  Log log() { return Log{&LogBook::take, this, LogLevel::debug}; }

  /** False when the line did not come within a minute. */
  bool wait_for(const std::string& part) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::minutes(1), [&] { return holds(part); });
  }
  bool has(const std::string& part) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return holds(part);
  }

 private:
  static void take(LogLevel, const char* text, void* self) {
    auto* book = static_cast<LogBook*>(self);
    const std::lock_guard<std::mutex> lock(book->mutex_);
    book->text_ += std::string(text) + "\n";
    book->changed_.notify_all();
  }
  bool holds(const std::string& part) const { return text_.find(part) != std::string::npos; }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
};

/** What the fake simulator is told, and tells. Outlives the server. */
class Turnstile {
 public:
  /** Runs stop here until open() or cancellation. */
  void hold() {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_held_ = true;
  }
  void open() {
    const std::lock_guard<std::mutex> lock(mutex_);
    is_held_ = false;
    changed_.notify_all();
  }
  /** Until `count` runs are under way at once. */
  bool wait_for_runs(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::minutes(1), [&] { return running_ >= count; });
  }

  Status pass(Control& control) {
    std::unique_lock<std::mutex> lock(mutex_);
    ++running_;
    changed_.notify_all();
    while (is_held_ && !control.is_cancelled()) {
      changed_.wait_for(lock, std::chrono::milliseconds(5));
    }
    --running_;
    return control.check();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_held_ = false;
  int running_ = 0;
};

class FakeSimulator final : public Simulator {
 public:
  explicit FakeSimulator(Turnstile& turnstile) : turnstile_(turnstile) {}

  Result<std::vector<package::Core>> cores() override {
    package::Core core;
    core.name = kCore;
    core.xlen = 64;
    core.num_threads = core.num_cores = 1;
    core.arch_json = R"json({"name": "TEST_(1_thread)", "xlen": 64, "num_threads": 1})json";
    return std::vector<package::Core>{core};
  }

  Result<std::string> run(const package::Manifest& manifest, const std::string& directory,
                          Control& control) override {
    AEX_CHECK(turnstile_.pass(control));
    os::Files& files = os::system_files();
    const std::string root = os::join(directory, manifest.name);
    const std::string summary = os::join(root, "reports/summary");
    AEX_CHECK(os::make_folders(files, summary, os::Access::owner));
    AEX_CHECK(os::write_atomically(files, os::join(summary, "summary.json"),
                                   ByteView(std::string_view("{}")), os::Access::owner));
    return root;
  }

 private:
  Turnstile& turnstile_;
};

class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest() {
    options_.listen = "127.0.0.1:0";
    options_.data = folder_ / "data";
    options_.api_keys = {Secret("other-key"), Secret(kKey)};
    options_.channels = {"development:us-west-2", "development:eu-1", "local:here"};
    options_.workers = 2;
    options_.max_hold_ms = 10;
    options_.log = book_.log();
  }
  ~GatewayTest() override { turnstile_.open(); }

  Result<std::unique_ptr<Server>> make_server() {
    return start_server(options_, os::system_files(), *clock_, os::system_entropy(),
                        std::make_unique<FakeSimulator>(turnstile_));
  }
  /** Starts with a key that all tests share, for making one takes a while. */
  void start() {
    const std::string path = "data/rsa_key.pem";
    if (!os::system_files().info(folder_ / path, false).ok()) {
      ASSERT_TRUE(os::make_folders(os::system_files(), options_.data, os::Access::owner).ok());
      folder_.write(path, testing::private_key().to_pem().value().reveal());
    }
    start_fresh();
  }
  void start_fresh() {
    auto server = make_server();
    ASSERT_TRUE(server.ok()) << server.error().message();
    server_ = std::move(server).value();
  }

  /** The status of an answer to one request on a connection of its own. */
  RawReply ask(const std::string& method, const std::string& target, const RawHeaders& headers = {},
               const std::string& body = "") {
    return RawClient(server_->url()).ask(method, target, headers, body);
  }
  RawReply get(const std::string& path, RawHeaders headers = {}) {
    headers.emplace("apikey", kKey);
    return ask("GET", path, headers);
  }

  /** "/experiments/…?…" of a signed URL. */
  static std::string target(const std::string& url) { return url.substr(url.find('/', 8)); }
  static codec::Json json(const RawReply& reply) {
    auto parsed = codec::Json::parse(reply.body);
    EXPECT_TRUE(parsed.ok()) << reply.body;
    return parsed.ok() ? std::move(parsed).value() : codec::Json::object();
  }

  RawHeaders experiment(const std::string& id) const {
    return {{"apikey", kKey},        {"channel", "local"}, {"exp-uuid", id},
            {"workload", "run one"}, {"core", kCore},      {"action", "experiment"}};
  }

  struct Ticket {
    int status = 0;
    std::string package, key, state;
  };
  Ticket ticket(const std::string& id) {
    const RawReply reply = ask("POST", "/createsignedurls", experiment(id));
    const codec::Json answer = json(reply);
    return {reply.status, target(std::string(answer["exppackageurl"].text("https://x/"))),
            std::string(answer["publicKey"].text()),
            target(std::string(answer["statusget"].text("https://x/")))};
  }

  /** The code of a status, or minus the HTTP status. */
  int code(const std::string& state) {
    const RawReply reply = ask("GET", state);
    return reply.status == 200 ? static_cast<int>(json(reply)["code"].integer()) : -reply.status;
  }

  std::string experiment_folders() { return folder_.names("data/experiments"); }

  testing::Folder folder_;
  LogBook book_;
  Turnstile turnstile_;
  ServerOptions options_;
  os::Clock* clock_ = &os::system_clock();
  std::unique_ptr<Server> server_;
};

}  // namespace aex::gateway
