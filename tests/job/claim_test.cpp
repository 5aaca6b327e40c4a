#include "job/claim.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include "support/folder.hpp"

namespace aex::job {
namespace {

using testing::Folder;

Job sample(const std::string& directory, State state) {
  Job job;
  job.name = "run";
  job.directory = directory;
  job.uuid = "u";
  job.backend = "cloud";
  job.state = state;
  return job;
}

TEST(Claim, HoldsTheJobUntilItGoes) {
  const Folder folder;
  Job job = sample(folder.path(), State::running);
  ASSERT_TRUE(save(os::system_files(), job).ok());
  {
    const auto mine = Claim::take(os::system_files(), job);
    ASSERT_TRUE(mine.ok());
    EXPECT_EQ(Claim::take(os::system_files(), job).error().code(), Code::job_busy);
  }
  EXPECT_TRUE(Claim::take(os::system_files(), job).ok());
  EXPECT_EQ(folder.names(), ".job.json");
}

TEST(Claim, KeepsOtherProcessesOut) {
  const Folder folder;
  Job job = sample(folder.path(), State::running);
  ASSERT_TRUE(save(os::system_files(), job).ok());
  const auto mine = Claim::take(os::system_files(), job);
  ASSERT_TRUE(mine.ok());
  const pid_t child = ::fork();
  if (child == 0) {
    const auto theirs = Claim::take(os::system_files(), job);
    ::_exit(!theirs.ok() && theirs.error().code() == Code::job_busy ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(Claim, BeginsFromTheJournal) {
  const Folder folder;
  Job job = sample(folder.path(), State::submitted);
  Job further = sample(folder.path(), State::ready);
  further.result_url = Secret("https://store/r");
  ASSERT_TRUE(save(os::system_files(), further).ok());
  ASSERT_TRUE(Claim::take(os::system_files(), job).ok());
  EXPECT_EQ(job.state, State::ready);
  EXPECT_EQ(job.result_url.reveal(), "https://store/r");
}

TEST(Claim, WhatRanInThisProcessIsNotForgotten) {
  const Folder folder;
  ASSERT_TRUE(save(os::system_files(), sample(folder.path(), State::submitted)).ok());
  Job job = sample(folder.path(), State::ready);
  ASSERT_TRUE(Claim::take(os::system_files(), job).ok());
  EXPECT_EQ(job.state, State::ready);
}

TEST(Claim, WantsAJournal) {
  const Folder folder;
  Job job = sample(folder.path(), State::submitted);
  EXPECT_EQ(Claim::take(os::system_files(), job).error().code(), Code::job_missing);
  job.directory = folder / "nowhere";
  EXPECT_EQ(Claim::take(os::system_files(), job).error().code(), Code::job_missing);
}

TEST(Sweep, RemovesLeftoversAndNothingElse) {
  const Folder folder;
  for (const char* name : {".job.json", ".job.json.00ff.tmp", ".config.json.1.tmp", "config.json",
                           "mine.tmp", ".unpacked", "run.tar.gz", "run.tar.gz.sealed",
                           ".run.tar.gz.1.tmp", "workload.exp", "note.part"}) {
    folder.write(name, "x");
  }
  ASSERT_TRUE(sweep(os::system_files(), sample(folder.path(), State::sealed)).ok());
  EXPECT_EQ(folder.names(), ".job.json config.json mine.tmp note.part run.tar.gz workload.exp");
  ASSERT_TRUE(sweep(os::system_files(), sample(folder.path(), State::submitted)).ok());
  EXPECT_EQ(folder.names(), ".job.json config.json mine.tmp note.part run.tar.gz");
}

TEST(IsFree, TellsAFolderThatNoRunHasTaken) {
  const Folder folder;
  EXPECT_TRUE(is_free(os::system_files(), folder.path()).value());
  folder.write(".job.json.0123.tmp", "half");
  EXPECT_TRUE(is_free(os::system_files(), folder.path()).value());
  EXPECT_EQ(folder.names(), "");
  folder.write("mine", "x");
  EXPECT_FALSE(is_free(os::system_files(), folder.path()).value());
}

}  // namespace
}  // namespace aex::job
