#include "atlasexplorer/job.h"

#include <thread>

#include "host_transport.hpp"
#include "job/job.hpp"
#include "support/elf/elf_file.hpp"
#include "support/folder.hpp"

namespace aex::testing {
namespace {

/** A job that the cloud is said to have, so that the script decides what becomes of it. */
class Job : public ::testing::Test {
 protected:
  void SetUp() override {
    job::Job job;
    job.name = "first";
    job.directory = folder_.path();
    job.uuid = "u";
    job.core = "I8500_(1_thread)";
    job.backend = "cloud";
    job.otp = Secret("one-time");
    job.status_url = Secret("https://store.test/status?signature=hidden");
    ASSERT_TRUE(job::save(os::system_files(), job).ok());
    say(R"({"code":100})");
    open_client(client_, host_);
    ASSERT_FINE(aex_job_open(&job_, client_, folder_.path().c_str(), &error));
  }
  void say(const std::string& status) { host_.replies["/status"].body = status; }

  Folder folder_;
  Host host_;
  Owned<aex_client> client_;
  Owned<aex_job> job_;
  Failure error;
};

constexpr char kReady[] = R"({"code":200,"metadata":{"result":
    {"name":"r","url":"https://store.test/r","type":"stream"}}})";

TEST_F(Job, OpensFromItsFolder) {
  EXPECT_STREQ(aex_job_name(job_), "first");
  EXPECT_EQ(aex_job_directory(job_), folder_.path());
  EXPECT_STREQ(aex_job_core(job_), "I8500_(1_thread)");
  EXPECT_STREQ(aex_job_backend(job_), "cloud");
  EXPECT_STREQ(aex_job_uuid(job_), "u");
  EXPECT_EQ(aex_job_last_state(job_), AEX_JOB_SUBMITTED);
}

TEST_F(Job, IsUnknownElsewhere) {
  Folder empty;
  EXPECT_EQ(aex_job_open(&job_, client_, empty.path().c_str(), &error), AEX_E_JOB_MISSING);
  Owned<aex_client> local;
  open_local_client(local);
  EXPECT_EQ(aex_job_open(&job_, local, folder_.path().c_str(), &error), AEX_E_INVALID_ARGUMENT);
  EXPECT_NE(said(error).find("'local'"), std::string::npos) << said(error);
}

TEST_F(Job, CountsHowOftenTheServiceSaidThatItRuns) {
  EXPECT_EQ(aex_job_running_answers(job_), 0u);
  for (std::uint64_t polls = 1; polls <= 2; ++polls) {
    ASSERT_FINE(aex_job_poll(nullptr, job_, nullptr, &error));
    EXPECT_EQ(aex_job_running_answers(job_), polls);
  }
}

TEST_F(Job, BringsTheResultAsItCame) {
  const std::string path = folder_ / "result";
  EXPECT_EQ(aex_job_download(job_, path.c_str(), nullptr, &error), AEX_E_JOB_NOT_READY);
  say(kReady);
  host_.replies["/r"] = {200, "sealed", {}, AEX_OK, ""};
  ASSERT_FINE(aex_job_poll(nullptr, job_, nullptr, &error));
  ASSERT_FINE(aex_job_download(job_, path.c_str(), nullptr, &error));
  EXPECT_EQ(folder_.read("result"), "sealed");
  EXPECT_EQ(aex_job_last_state(job_), AEX_JOB_READY);
}

TEST_F(Job, PollAsksOnceAndRemembers) {
  aex_job_state state = 42;
  ASSERT_FINE(aex_job_poll(&state, job_, nullptr, &error));
  EXPECT_EQ(state, AEX_JOB_RUNNING);
  EXPECT_EQ(host_.asked.size(), 1u);
  EXPECT_EQ(host_.sent.find("apikey"), std::string::npos);
  say(kReady);
  ASSERT_FINE(aex_job_poll(nullptr, job_, nullptr, &error));
  EXPECT_EQ(aex_job_last_state(job_), AEX_JOB_READY);
  ASSERT_FINE(aex_job_poll(&state, job_, nullptr, &error));
  EXPECT_EQ(state, AEX_JOB_READY);
  EXPECT_EQ(host_.asked.size(), 2u);
}

TEST_F(Job, FailureIsFinalAndTold) {
  say(R"({"code":500})");
  EXPECT_EQ(aex_job_wait(job_, nullptr, &error), AEX_E_JOB_FAILED);
  EXPECT_EQ(aex_job_last_state(job_), AEX_JOB_FAILED);
  EXPECT_EQ(said(error).find("signature"), std::string::npos) << said(error);
  const size_t asked = host_.asked.size();
  EXPECT_EQ(aex_job_poll(nullptr, job_, nullptr, &error), AEX_E_JOB_FAILED);
  EXPECT_EQ(host_.asked.size(), asked);
}

TEST_F(Job, AFailureSeenByAPollLeavesNoSecretBehind) {
  say(R"({"code":500})");
  EXPECT_EQ(aex_job_poll(nullptr, job_, nullptr, &error), AEX_E_JOB_FAILED);
  EXPECT_EQ(folder_.read(".job.json").find("one-time"), std::string::npos);
  ASSERT_FINE(aex_job_open(&job_, client_, folder_.path().c_str(), &error));
  EXPECT_EQ(aex_job_last_state(job_), AEX_JOB_FAILED);
}

TEST_F(Job, WaitsUntilReady) {
  int asked = 0;
  host_.before = [&] {
    if (++asked == 3) say(kReady);
  };
  aex_wait_options options = AEX_WAIT_OPTIONS_INIT;
  options.poll_first_ms = options.poll_longest_ms = 1;
  ASSERT_FINE(aex_job_wait(job_, &options, &error));
  EXPECT_EQ(asked, 3);
  ASSERT_FINE(aex_job_wait(job_, &options, &error));
  EXPECT_EQ(asked, 3);
}

TEST_F(Job, ATimeoutNamesTheFolderToResumeFrom) {
  aex_wait_options options = AEX_WAIT_OPTIONS_INIT;
  options.timeout_ms = 500;  // more than an emulator needs to come to the wait
  EXPECT_EQ(aex_job_wait(job_, &options, &error), AEX_E_TIMEOUT);
  EXPECT_NE(said(error).find(folder_.path()), std::string::npos) << said(error);
  say(kReady);
  EXPECT_FINE(aex_job_wait(job_, nullptr, &error));
}

TEST_F(Job, ProgressStopsTheWaitAndNotTheJob) {
  aex_wait_options options = AEX_WAIT_OPTIONS_INIT;
  options.progress = [](const aex_progress* progress, void*) -> int32_t {
    EXPECT_EQ(progress->stage, AEX_STAGE_POLL);
    return 1;
  };
  EXPECT_EQ(aex_job_wait(job_, &options, &error), AEX_E_CANCELLED);
  aex_job_state state = 42;
  EXPECT_FINE(aex_job_poll(&state, job_, nullptr, &error));
  EXPECT_EQ(state, AEX_JOB_RUNNING);
}

/* What a cancelled wait must not come to, so that a failing test ends. */
aex_wait_options bounded() {
  aex_wait_options options = AEX_WAIT_OPTIONS_INIT;
  options.timeout_ms = 10'000;
  return options;
}

TEST_F(Job, CancelFromAHookIsForGood) {
  host_.before = [&] { aex_job_cancel(job_); };
  const aex_wait_options options = bounded();
  EXPECT_EQ(aex_job_wait(job_, &options, &error), AEX_E_CANCELLED);
  host_.before = nullptr;
  const size_t asked = host_.asked.size();
  EXPECT_EQ(aex_job_poll(nullptr, job_, nullptr, &error), AEX_E_CANCELLED);
  Owned<aex_report> report;
  EXPECT_EQ(aex_job_result(&report, job_, nullptr, &error), AEX_E_CANCELLED);
  EXPECT_EQ(host_.asked.size(), asked);
}

TEST_F(Job, CancelFromAnotherThread) {
  std::thread canceller;
  host_.before = [&] {
    if (!canceller.joinable()) canceller = std::thread([&] { aex_job_cancel(job_); });
  };
  const aex_wait_options options = bounded();
  EXPECT_EQ(aex_job_wait(job_, &options, &error), AEX_E_CANCELLED);
  canceller.join();
}

TEST_F(Job, ThreadsMayShareAClient) {
  const auto follow = [&](aex_job* job) {
    for (int i = 0; i < 50; ++i) EXPECT_EQ(aex_job_poll(nullptr, job, nullptr, nullptr), AEX_OK);
  };
  const Folder folder;
  auto twin = job::load(os::system_files(), folder_.path());
  ASSERT_TRUE(twin.ok());
  twin.value().directory = folder.path();
  ASSERT_TRUE(job::save(os::system_files(), twin.value()).ok());
  Owned<aex_job> second;
  ASSERT_FINE(aex_job_open(&second, client_, folder.path().c_str(), &error));
  std::thread other([&] { follow(second); });
  follow(job_);
  other.join();
  EXPECT_EQ(host_.asked.size(), 100u);
}

TEST_F(Job, DiscardingForgetsThePasswordAndCleaningTheFolder) {
  ASSERT_FINE(aex_job_discard(job_, &error));
  EXPECT_EQ(aex_job_last_state(job_), AEX_JOB_CANCELLED);
  EXPECT_EQ(folder_.read(".job.json").find("one-time"), std::string::npos);
  EXPECT_EQ(aex_job_wait(job_, nullptr, &error), AEX_E_CANCELLED);
  aex_jobs* jobs = nullptr;
  ASSERT_FINE(aex_jobs_list(&jobs, folder_.path().c_str(), &error));
  ASSERT_EQ(aex_jobs_count(jobs), 1u);
  EXPECT_STREQ(aex_jobs_name(jobs, 0), "first");
  EXPECT_STREQ(aex_jobs_state(jobs, 0), "cancelled");
  EXPECT_STREQ(aex_jobs_core(jobs, 0), "I8500_(1_thread)");
  EXPECT_EQ(aex_jobs_directory(jobs, 0), folder_.path());
  EXPECT_EQ(aex_jobs_created_ms(jobs, 0), 0);
  EXPECT_STREQ(aex_jobs_state(jobs, 1), "");
  aex_jobs_free(jobs);
  std::size_t removed = 0;
  ASSERT_FINE(aex_jobs_clean(&removed, folder_.path().c_str(), &error));
  EXPECT_EQ(removed, 1u);
  EXPECT_FALSE(os::system_files().info(folder_.path(), false).ok());
}

TEST_F(Job, ManyAreFollowedInOneThread) {
  Owned<aex_job> second;
  ASSERT_FINE(aex_job_open(&second, client_, folder_.path().c_str(), &error));
  ASSERT_FINE(aex_job_poll(nullptr, job_, nullptr, &error));
  say(kReady);
  ASSERT_FINE(aex_job_poll(nullptr, second, nullptr, &error));
  EXPECT_EQ(aex_job_last_state(job_), AEX_JOB_RUNNING);
  EXPECT_EQ(aex_job_last_state(second), AEX_JOB_READY);
}

TEST_F(Job, AResultThatDoesNotDecryptIsAnErrorAndLeavesTheJob) {
  say(kReady);
  host_.replies["/r"].body = "this is no sealed result at all, but it is long enough to look like";
  Owned<aex_report> report;
  EXPECT_EQ(aex_job_result(&report, job_, nullptr, &error), AEX_E_OPEN_FAILED) << said(error);
  EXPECT_EQ(report, nullptr);
  EXPECT_FINE(aex_job_open(&job_, client_, folder_.path().c_str(), &error));
}

TEST(JobState, HasNames) {
  EXPECT_STREQ(aex_job_state_name(AEX_JOB_SUBMITTED), "submitted");
  EXPECT_STREQ(aex_job_state_name(AEX_JOB_FAILED), "failed");
  EXPECT_STREQ(aex_job_state_name(8), "unknown");
  EXPECT_STREQ(aex_job_state_name(AEX_JOB_CANCELLED), "cancelled");
  EXPECT_STREQ(aex_job_state_name(-1), "unknown");
  EXPECT_STREQ(aex_stage_name(AEX_STAGE_UPLOAD), "upload");
  EXPECT_STREQ(aex_stage_name(0), "unknown");
  EXPECT_STREQ(aex_stage_name(257), "unknown");
}

TEST(LocalJob, RunsToItsReport) {
  Folder folder;
  Failure error;
  Owned<aex_client> client;
  Owned<aex_cores> cores;
  Owned<aex_experiment> experiment;
  Owned<aex_job> job;
  Owned<aex_report> report;
  open_local_client(client);
  ASSERT_FINE(aex_client_cores(&cores, client, nullptr, &error));
  ASSERT_FINE(aex_experiment_new(&experiment, client, &error));
  aex_experiment_set_directory(experiment, folder.path().c_str(), nullptr);
  aex_experiment_set_core(experiment, aex_core_name(aex_cores_at(cores, 0)), nullptr);
  aex_experiment_add_workload(experiment, folder.write("loop.elf", tiny_elf()).c_str(), nullptr);
  ASSERT_FINE(aex_experiment_submit(&job, experiment, nullptr, &error));
  ASSERT_FINE(aex_job_result(&report, job, nullptr, &error));
  EXPECT_EQ(aex_job_last_state(job), AEX_JOB_COLLECTED);
  int64_t instructions = 0;
  ASSERT_EQ(aex_report_total_instructions(&instructions, report), 1);
  EXPECT_EQ(instructions, 2);
  EXPECT_GE(aex_report_file_count(report), 2u);

  Owned<aex_report> again;
  ASSERT_FINE(aex_job_result(&again, job, nullptr, &error));
  EXPECT_STREQ(aex_report_summary_path(again), aex_report_summary_path(report));
  ASSERT_FINE(aex_report_open(&again, aex_job_directory(job), &error));
  EXPECT_EQ(aex_report_metric_count(again), aex_report_metric_count(report));
}

}  // namespace
}  // namespace aex::testing
