#include "cloud/cloud.hpp"

#include "os/random.hpp"
#include "package/sealed_bundle.hpp"
#include "support/counting_entropy.hpp"
#include "support/elf/elf_file.hpp"
#include "support/folder.hpp"
#include "support/rsa_pair.hpp"
#include "support/scripted_transport.hpp"

namespace aex::cloud {
namespace {

using testing::Folder;
using testing::ScriptedTransport;

constexpr char kCaps[] =
    R"([{"version":"latest","shinro":{"arches":[{"name":"c","xlen":64,"num_threads":1,)"
    R"("num_cores":1}]}FORMATS}])";

class CloudTest : public ::testing::Test {
 protected:
  void reply(const std::string& body, int status = 200) {
    transport_.replies.push_back({status, body, Code::ok});
  }

  void reply_gateway(const std::string& formats) {
    std::string caps = kCaps;
    caps.replace(caps.find("FORMATS"), 7, formats);
    reply(R"({"endpoint":"https://gw.example"})");
    reply(R"({"status":true})");
    reply(caps);
  }

  void reply_ticket() {
    std::string pem = testing::private_key().public_pem().value();
    for (std::size_t at = 0; (at = pem.find('\n', at)) != std::string::npos; at += 2) {
      pem.replace(at, 1, "\\n");
    }
    reply(R"({"exppackageurl":"https://s.example/p","statusget":"https://s.example/s",)"
          R"("publicKey":")" +
          pem + "\"}");
  }

  config::Settings settings(config::PackageFormat format) {
    config::Settings settings;
    settings.api_key = Secret("key-1");
    settings.channel = "development";
    settings.region = "us-west-2";
    settings.package_format = format;
    settings.patience.retry_first_ms = 1;
    settings.patience.acceptance_ms = 2;
    return settings;
  }

  Status submit_with(config::PackageFormat format) {
    Cloud cloud(settings(format), transport_, os::system_files(), os::system_entropy());
    const auto cores = cloud.cores(control_);
    if (!cores.ok()) return cores.error();
    testing::CountingEntropy entropy;
    const std::string elf = testing::tiny_elf();
    const auto manifest =
        package::describe("run", "250905_140108", cores.value()[0],
                          {{folder_.write("a.elf", elf), "a.elf", elf.size()}}, "0.0.97", entropy);
    job_ = job::Job();
    job_.name = "run";
    job_.directory = folder_.path();
    job_.state = job::State::prepared;
    EXPECT_TRUE(os::system_files().remove(folder_ / "workload.exp").ok());
    return cloud.submit(manifest.value(), job_, control_);
  }

  int uploaded_version() {
    const std::string path = folder_.write("got.exp", transport_.seen.back().body);
    const auto opened = package::open_file(path, testing::private_key(), os::system_files(),
                                           folder_ / "got.tgz", os::system_entropy());
    EXPECT_TRUE(opened.ok());
    return opened.ok() ? opened.value().version : 0;
  }

  Folder folder_;
  ScriptedTransport transport_;
  Control control_;
  job::Job job_;
};

TEST_F(CloudTest, SubmitFillsTheJobAndItsJournal) {
  reply_gateway("");
  reply_ticket();
  reply("");
  const Status submitted = submit_with(config::PackageFormat::automatic);
  ASSERT_TRUE(submitted.ok()) << submitted.error().message();
  EXPECT_EQ(job_.status_url.reveal(), "https://s.example/s");
  EXPECT_EQ(job_.otp.reveal().size(), 32u);
  EXPECT_EQ(folder_.names(), ".job.json a.elf workload.exp");
  EXPECT_EQ(job::load(os::system_files(), folder_.path()).value().state, job::State::sealed);
  EXPECT_EQ(transport_.seen.size(), 5u);
}

TEST_F(CloudTest, FormatIsWhatWasSetElseWhatIsAdvertisedElseV1) {
  const struct {
    config::PackageFormat wanted;
    const char* advertised;
    int sent;
    bool only_v2;
  } cases[] = {
      {config::PackageFormat::automatic, "", 1, false},
      {config::PackageFormat::automatic, R"(,"packageFormats":["v1","v2"])", 2, true},
      {config::PackageFormat::automatic, R"(,"packageFormats":["v1"])", 1, false},
      {config::PackageFormat::v1, R"(,"packageFormats":["v1","v2"])", 1, true},
      {config::PackageFormat::v2, "", 2, false},
  };
  for (const auto& c : cases) {
    reply_gateway(c.advertised);
    reply_ticket();
    reply("");
    ASSERT_TRUE(submit_with(c.wanted).ok());
    EXPECT_EQ(uploaded_version(), c.sent) << c.advertised;
    EXPECT_EQ(job_.only_v2_results, c.only_v2) << c.advertised;
    ASSERT_TRUE(os::system_files().remove(folder_ / "got.tgz").ok());
  }
}

TEST_F(CloudTest, ABadPublicKeyMeansThatNothingIsUploaded) {
  reply_gateway("");
  reply(R"({"exppackageurl":"https://s.example/p","statusget":"https://s.example/s",)"
        R"("publicKey":"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"})");
  EXPECT_EQ(submit_with(config::PackageFormat::automatic).error().code(), Code::key_invalid);
  for (const auto& asked : transport_.seen) EXPECT_NE(asked.method, net::Method::put);
  EXPECT_EQ(folder_.names(), "a.elf");
}

TEST_F(CloudTest, ARefusedUploadKeepsThePackageForAnotherTry) {
  reply_gateway("");
  reply_ticket();
  reply("<Error/>", 403);
  EXPECT_EQ(submit_with(config::PackageFormat::automatic).error().code(), Code::upload_refused);
  EXPECT_EQ(folder_.names(), ".job.json a.elf workload.exp");
}

TEST_F(CloudTest, AnUploadThatArrivedWithoutAWholeAnswerIsNotRepeated) {
  for (const Code failure : {Code::transfer_broken, Code::transfer_too_large}) {
    reply_gateway("");
    reply_ticket();
    transport_.replies.push_back({0, "", failure});
    reply(R"({"code":100})");
    const Status submitted = submit_with(config::PackageFormat::automatic);
    ASSERT_TRUE(submitted.ok()) << submitted.error().message();
    EXPECT_EQ(transport_.seen.back().url, "https://s.example/s");
  }
}

TEST_F(CloudTest, ABrokenUploadThatDidNotArriveIsRepeated) {
  reply_gateway("");
  reply_ticket();
  transport_.replies.push_back({0, "", Code::transfer_broken});
  for (int i = 0; i < 20; ++i) reply("<Error/>", 403);
  EXPECT_EQ(submit_with(config::PackageFormat::automatic).error().code(), Code::upload_refused);
}

TEST_F(CloudTest, TheKeyOfAnExpectedResultIsMadeWhileThePollWaits) {
  Cloud cloud(settings(config::PackageFormat::v1), transport_, os::system_files(),
              os::system_entropy());
  job::Job job;
  job.name = "run";
  job.directory = folder_.path();
  job.state = job::State::submitted;
  job.otp = Secret("otp");
  job.status_url = Secret("https://s.example/s");
  const auto polls_with_work = [&] {
    reply(R"({"code":100})");
    EXPECT_TRUE(cloud.poll(job, control_).ok());
    return transport_.seen.back().has_meanwhile;
  };
  EXPECT_FALSE(polls_with_work()) << "nobody said that it will be collected";
  cloud.expect(job);
  EXPECT_TRUE(polls_with_work());
  job::Job other = job;
  other.otp = Secret("another");
  std::swap(job, other);
  EXPECT_FALSE(polls_with_work());
  std::swap(job, other);
  job.only_v2_results = true;
  cloud.expect(job);
  EXPECT_FALSE(polls_with_work()) << "the salt of v2 comes with the result";
}

TEST_F(CloudTest, CollectWantsAReadyJob) {
  Cloud cloud(settings(config::PackageFormat::v1), transport_, os::system_files(),
              os::system_entropy());
  EXPECT_EQ(cloud.collect(job_, control_).error().code(), Code::job_not_ready);
}

}  // namespace
}  // namespace aex::cloud
