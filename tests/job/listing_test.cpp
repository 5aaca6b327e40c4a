#include "job/listing.hpp"

#include "job/claim.hpp"
#include "support/folder.hpp"

namespace aex::job {
namespace {

using testing::Folder;

void make_job(const Folder& folder, const std::string& name, State state) {
  Job job;
  job.name = name;
  job.directory = folder / name;
  job.backend = "cloud";
  job.state = state;
  job.otp = Secret("hush");
  ASSERT_TRUE(os::make_folders(os::system_files(), job.directory, os::Access::shared).ok());
  ASSERT_TRUE(save(os::system_files(), job).ok());
}

TEST(ListJobs, TellsEveryJournalAndNoSecret) {
  const Folder folder;
  make_job(folder, "b", State::running);
  make_job(folder, "a", State::collected);
  ASSERT_TRUE(os::make_folders(os::system_files(), folder / "c", os::Access::shared).ok());
  ASSERT_TRUE(os::make_folders(os::system_files(), folder / "d", os::Access::shared).ok());
  folder.write("d/.job.json", "{");
  const auto found = list_jobs(os::system_files(), folder.path());
  ASSERT_TRUE(found.ok()) << found.error().message();
  ASSERT_EQ(found.value().size(), 3u);
  EXPECT_EQ(found.value()[0].job.name, "a");
  EXPECT_FALSE(found.value()[0].is_resumable());
  EXPECT_TRUE(found.value()[1].is_resumable());
  EXPECT_TRUE(found.value()[1].job.otp.empty());
  EXPECT_EQ(found.value()[2].job.name, "d");
  EXPECT_EQ(found.value()[2].problem->code(), Code::report_malformed);
  EXPECT_EQ(list_jobs(os::system_files(), folder / "b").value().size(), 1u);
}

TEST(CleanJobs, RemovesWhatFailedOrWasGivenUp) {
  const Folder folder;
  make_job(folder, "cancelled", State::cancelled);
  make_job(folder, "failed", State::failed);
  make_job(folder, "held", State::failed);
  make_job(folder, "ready", State::ready);
  folder.write("ready/.job.json.00.tmp", "half");
  Job held;
  held.directory = folder / "held";
  const auto claim = Claim::take(os::system_files(), held);
  const auto removed = clean_jobs(os::system_files(), folder.path());
  ASSERT_TRUE(removed.ok()) << removed.error().message();
  EXPECT_EQ(removed.value().size(), 2u);
  EXPECT_EQ(folder.names(), "held ready");
  EXPECT_EQ(folder.names("ready"), ".job.json");
}

}  // namespace
}  // namespace aex::job
