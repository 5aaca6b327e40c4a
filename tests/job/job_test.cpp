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

TEST(Job, ForgettingRemovesTheFile) {
  const Folder folder;
  const Job job = sample(folder.path());
  ASSERT_TRUE(save(os::system_files(), job).ok());
  ASSERT_TRUE(forget(os::system_files(), job).ok());
  EXPECT_EQ(folder.names(), "");
  EXPECT_EQ(load(os::system_files(), folder.path()).error().code(), Code::job_missing);
}

TEST(Job, DamagedOrForeignFilesAreRefused) {
  const Folder folder;
  for (const char* bad : {"", "{", "[]", R"({"version": 2})", R"({"version": 1, "state": "x"})"}) {
    folder.write(".job.json", bad);
    EXPECT_EQ(load(os::system_files(), folder.path()).error().code(), Code::report_malformed)
        << bad;
  }
}

}  // namespace
}  // namespace aex::job
