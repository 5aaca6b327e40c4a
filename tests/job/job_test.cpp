#include "job/job.hpp"

#include "support/folder.hpp"

namespace aex::job {
namespace {

using testing::Folder;

Job sample(const std::string& directory) {
  Job job;
  job.name = "run";
  job.directory = directory;
  job.uuid = "250905_140108_x";
  job.core = "I8500_(1_thread)";
  job.backend = "cloud";
  job.state = State::running;
  job.workloads = {"/w/a.elf", "/w/b.elf"};
  job.otp = Secret("hush");
  job.status_url = Secret("https://store/status?signature=s");
  job.only_v2_results = true;
  return job;
}

TEST(Job, ComesBackAsItWasSaved) {
  const Folder folder;
  ASSERT_TRUE(save(os::system_files(), sample(folder.path())).ok());
  const auto job = load(os::system_files(), folder.path());
  ASSERT_TRUE(job.ok()) << job.error().message();
  EXPECT_EQ(job.value().name, "run");
  EXPECT_EQ(job.value().directory, folder.path());
  EXPECT_EQ(job.value().state, State::running);
  EXPECT_EQ(job.value().workloads, (std::vector<std::string>{"/w/a.elf", "/w/b.elf"}));
  EXPECT_EQ(job.value().otp.reveal(), "hush");
  EXPECT_EQ(job.value().status_url.reveal(), "https://store/status?signature=s");
  EXPECT_TRUE(job.value().only_v2_results);
}

TEST(Job, FileIsTheOwnersAlone) {
  const Folder folder;
  ASSERT_TRUE(save(os::system_files(), sample(folder.path())).ok());
  EXPECT_EQ(folder.names(), ".job.json");
  EXPECT_EQ(os::system_files().info(folder / ".job.json", false).value().mode, 0600u);
}

TEST(Job, AnUnsubmittedJobComesBackWithWhatItTakes) {
  const Folder folder;
  Job job = sample(folder.path());
  job.state = State::sealed;
  job.created_ms = 1'700'000'000'123;
  job.package_url = Secret("https://store/package?signature=p");
  job.manifest.date = "250905_140108";
  job.manifest.extension_version = "0.0.97";
  job.manifest.core = {job.core, 64, 1, 2, R"x({"name":"I8500_(1_thread)"})x"};
  job.manifest.workloads = {{"a.elf", "a.elf", 5'000'000'000, "/w/a.elf"}};
  ASSERT_TRUE(save(os::system_files(), job).ok());
  const auto again = load(os::system_files(), folder.path());
  ASSERT_TRUE(again.ok()) << again.error().message();
  const package::Manifest& manifest = again.value().manifest;
  EXPECT_EQ(again.value().created_ms, job.created_ms);
  EXPECT_EQ(again.value().package_url.reveal(), job.package_url.reveal());
  EXPECT_EQ(manifest.date, "250905_140108");
  EXPECT_EQ(manifest.name, "run");
  EXPECT_EQ(manifest.otp.reveal(), "hush");
  EXPECT_EQ(manifest.core.num_cores, 2);
  EXPECT_EQ(manifest.core.arch_json, job.manifest.core.arch_json);
  ASSERT_EQ(manifest.workloads.size(), 1u);
  EXPECT_EQ(manifest.workloads[0].file(), "/w/a.elf");
  EXPECT_EQ(manifest.workloads[0].size, 5'000'000'000);
}

TEST(Job, WipedJobsHoldNoSecret) {
  const Folder folder;
  Job job = sample(folder.path());
  job.state = State::collected;
  job.wipe_secrets();
  ASSERT_TRUE(save(os::system_files(), job).ok());
  const std::string text = folder.read(".job.json");
  EXPECT_EQ(text.find("hush"), std::string::npos);
  EXPECT_EQ(text.find("signature"), std::string::npos);
}

TEST(Job, AnOlderJournalIsUpgraded) {
  const Folder folder;
  folder.write(".job.json", R"({"version":1,"name":"run","uuid":"u","core":"c","backend":"cloud",
      "state":"running","workloads":["/w/a.elf"],"otp":"hush","status_url":"https://s/x"})");
  const auto job = load(os::system_files(), folder.path());
  ASSERT_TRUE(job.ok()) << job.error().message();
  EXPECT_EQ(job.value().state, State::running);
  EXPECT_EQ(job.value().created_ms, 0);
  ASSERT_TRUE(save(os::system_files(), job.value()).ok());
  EXPECT_NE(folder.read(".job.json").find("\"version\": 2"), std::string::npos);
}

TEST(Job, ANewerJournalIsRefusedAsSuch) {
  const Folder folder;
  folder.write(".job.json", R"({"version": 3, "name": "run", "state": "dreaming"})");
  const auto job = load(os::system_files(), folder.path());
  ASSERT_FALSE(job.ok());
  EXPECT_EQ(job.error().code(), Code::job_too_new);
  EXPECT_NE(job.error().detail().find("version 3"), std::string::npos);
}

TEST(Job, DamagedOrForeignFilesAreRefused) {
  const Folder folder;
  for (const char* bad : {"", "{", "[]", R"({"version": 2})", R"({"version": 1, "state": "x"})",
                          R"({"version": 2, "state": "ready", "name": "../up"})"}) {
    folder.write(".job.json", bad);
    EXPECT_EQ(load(os::system_files(), folder.path()).error().code(), Code::report_malformed)
        << bad;
  }
}

}  // namespace
}  // namespace aex::job
