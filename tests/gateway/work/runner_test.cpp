#include "gateway/package_fixture.hpp"

namespace aex::gateway {
namespace {

using RunnerTest = PackageTest;

TEST_F(RunnerTest, RunsAPackageOfEitherFormat) {
  start();
  EXPECT_EQ(run("e1", archive(config("e1")), 1), 200);
  EXPECT_EQ(run("e2", archive(config("e2")), 2), 200);
}

TEST_F(RunnerTest, ReturnsTheFolderOfReports) {
  start();
  const Ticket ticket = this->ticket("e1");
  ASSERT_EQ(put(ticket, seal(archive(config("e1")), ticket.key)).status, 200);
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  EXPECT_EQ(json(ask("GET", ticket.state))["metadata"]["result"]["name"].text(), "run one");
  const std::string into = fetch(ticket, 2);
  EXPECT_EQ(folder_.names("unpacked"), "run one");
  EXPECT_EQ(folder_.read("unpacked/run one/reports/summary/summary.json"), "{}");
  const std::string shown = folder_.read("unpacked/run one/.experiment/config.json");
  EXPECT_NE(shown.find(R"("otp": "")"), std::string::npos);
  EXPECT_NE(shown.find(R"("apikey": "")"), std::string::npos);
  EXPECT_NE(shown.find(R"("uuid": "e1")"), std::string::npos);
}

TEST_F(RunnerTest, SealsTheFirstFormatWhenToldTo) {
  options_.result_version = 1;
  start();
  const codec::Json caps = json(get("/cloudcaps"));
  EXPECT_EQ(caps.node().first()["packageFormats"].size(), 1u);
  const Ticket ticket = this->ticket("e1");
  ASSERT_EQ(put(ticket, seal(archive(config("e1")), ticket.key)).status, 200);
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  (void)fetch(ticket, 1);
}

TEST_F(RunnerTest, TakesThePasswordsOfTheFirstClient) {
  start();
  const Ticket ticket = this->ticket("e1");
  const std::string text = config("e1", kOtp, "\\u0000\\u00ff\\u0022\\u005c");
  ASSERT_EQ(put(ticket, seal(archive(text), ticket.key)).status, 200);
  ASSERT_TRUE(book_.wait_for("experiment e1 is ready"));
  (void)fetch(ticket, 2, std::string("\0\xc3\xbf\"\\", 5));
}

TEST_F(RunnerTest, LeavesOnlyTheSealedResult) {
  start();
  EXPECT_EQ(run("e1", archive(config("e1"))), 200);
  EXPECT_EQ(folder_.names("data/experiments/e1"), "result state.json");
  for (const char* name : {"result", "state.json"}) {
    const auto info =
        os::system_files().info(folder_ / ("data/experiments/e1/" + std::string(name)), false);
    EXPECT_EQ(info.value().mode, 0600u) << name;
  }
  EXPECT_EQ(os::system_files().info(folder_ / "data/experiments/e1", false).value().mode, 0700u);
  EXPECT_EQ(folder_.read("data/experiments/e1/state.json").find(kOtp), std::string::npos);
}

TEST_F(RunnerTest, RunsTwoAtOnce) {
  turnstile_.hold();
  start();
  const Ticket first = ticket("e1");
  const Ticket second = ticket("e2");
  ASSERT_EQ(put(first, seal(archive(config("e1")), first.key)).status, 200);
  ASSERT_EQ(put(second, seal(archive(config("e2")), second.key)).status, 200);
  EXPECT_TRUE(turnstile_.wait_for_runs(2));
  EXPECT_EQ(code(first.state), 100);
  EXPECT_EQ(code(second.state), 100);
  // While it runs, the otp is nowhere on disk.
  EXPECT_EQ(folder_.names("data/experiments/e1"), "members work");
  EXPECT_EQ(folder_.names("data/experiments/e1/members"), "loop.elf");
  const std::string member = folder_ / "data/experiments/e1/members/loop.elf";
  EXPECT_EQ(os::system_files().info(member, false).value().mode, 0600u);
  turnstile_.open();
  EXPECT_TRUE(book_.wait_for("experiment e1 is ready"));
  EXPECT_TRUE(book_.wait_for("experiment e2 is ready"));
  EXPECT_EQ(code(first.state), 200);
  EXPECT_EQ(code(second.state), 200);
}

TEST_F(RunnerTest, FailsWhatDoesNotOpen) {
  start();
  const Ticket ticket = this->ticket("e1");
  ASSERT_EQ(put(ticket, std::string(5000, 'g')).status, 200);
  ASSERT_TRUE(book_.wait_for("experiment e1 failed: "));
  const RawReply reply = ask("GET", ticket.state);
  EXPECT_EQ(reply.status, 200);
  const codec::Json status = json(reply);
  EXPECT_EQ(status["code"].integer(), 500);
  EXPECT_EQ(status["metadata"]["error"]["experiment"].text(), "e1");
  EXPECT_NE(status["metadata"]["error"]["message"].text().find("the package does not decrypt"),
            std::string::npos);
  EXPECT_EQ(reply.body.find(folder_.path()), std::string::npos) << reply.body;
  EXPECT_EQ(folder_.names("data/experiments/e1"), "state.json");
}

TEST_F(RunnerTest, FailsHostileArchives) {
  using testing::tar_end;
  using testing::tar_member;
  start();
  const auto with = [](const std::string& id, const std::string& member) {
    return testing::gzipped(tar_member("config.json", config(id)) +
                            tar_member("loop.elf", testing::tiny_elf()) + member + tar_end());
  };
  EXPECT_TRUE(
      fails("e1", with("e1", tar_member("../up", "x")), info(Code::archive_parent_path).text));
  EXPECT_TRUE(
      fails("e2", with("e2", tar_member("/abs", "x")), info(Code::archive_absolute_path).text));
  EXPECT_TRUE(
      fails("e3", with("e3", tar_member("l", "", '2', "/etc")), info(Code::archive_link).text));
  EXPECT_TRUE(
      fails("e4", with("e4", tar_member("f", "", '6')), info(Code::archive_special_file).text));
  EXPECT_TRUE(fails("e5", with("e5", tar_member("more.elf", "x")), ""));
  EXPECT_TRUE(fails("e6", with("e6", tar_member("sub/loop.elf", "x")), ""));
  EXPECT_TRUE(fails("e7", "not gzip", info(Code::archive_malformed).text));
  EXPECT_TRUE(fails("e8", archive(config("e8"), "no ELF file, but long enough to be one"),
                    std::string(info(Code::elf_not_elf).text) + ": members/loop.elf"));
  EXPECT_EQ(folder_.names(), "data");
  EXPECT_EQ(folder_.names("data"), "experiments rsa_key.pem signing_key started");
  EXPECT_FALSE(book_.has(kOtp));
}

TEST_F(RunnerTest, BoundsWhatAPackageUnpacksTo) {
  options_.max_unpacked_bytes = 100'000;
  start();
  EXPECT_EQ(run("e1", archive(config("e1"))), 200);
  EXPECT_TRUE(fails("e2", archive(config("e2"), testing::tiny_elf() + std::string(100'000, '\0')),
                    info(Code::archive_too_large).text));
}

TEST_F(RunnerTest, FailsWithTheSimulatorsError) {
  turnstile_.hold();
  start();
  const Ticket ticket = this->ticket("e1");
  ASSERT_EQ(put(ticket, seal(archive(config("e1")), ticket.key)).status, 200);
  ASSERT_TRUE(turnstile_.wait_for_runs(1));
  server_->stop();
  EXPECT_TRUE(book_.has("experiment e1 failed: " + std::string(info(Code::cancelled).text)));
  EXPECT_EQ(folder_.names("data/experiments/e1"), "state.json");
}

}  // namespace
}  // namespace aex::gateway
