#include "experiment/line.hpp"

namespace aex::experiment {
namespace {

using testing::Fault;
using testing::kStride;
using testing::Line;
using testing::Steps;
using testing::StrictGateway;

/* Dies by SIGKILL at every file and network call of a run, before it, inside it and after it. */
class Kill : public ::testing::TestWithParam<Fault> {};

TEST_P(Kill, AtEveryCallIsFinishedLaterAndUploadedOnce) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--quick-keys", "--pending", "0"});
  Line line(gateway);
  int hit = 0;
  int uploads = 0;
  for (;; hit += kStride) {
    const int status = line.run_in_child(GetParam(), hit);
    if (status == 0) break;
    const std::string where = "killed at call " + std::to_string(hit) + ": ";
    ASSERT_EQ(status, -1) << where;
    line.expect_closed(where);
    const auto outcome = line.resume();
    ASSERT_TRUE(outcome.ok()) << where << outcome.error().message();
    EXPECT_TRUE(outcome.value().report.total_cycles().has_value()) << where;
    line.expect_whole(where);
    line.expect_same_result(where);
    EXPECT_EQ(line.uploads(), ++uploads) << where;
    if (HasFailure()) return;
    line.forget();
  }
  line.expect_same_result("not killed: ");
  EXPECT_GT(hit, 60) << "there were too few calls to believe it";
  RecordProperty("calls", hit);
  EXPECT_EQ(line.complaints(), "");
}

INSTANTIATE_TEST_SUITE_P(Moments, Kill,
                         ::testing::Values(Fault::die_before, Fault::die_inside, Fault::die_after),
                         [](const auto& info) {
                           return std::string(info.param == Fault::die_before   ? "before"
                                              : info.param == Fault::die_inside ? "inside"
                                                                                : "after");
                         });

TEST(Busy, ASecondProcessCannotDriveTheJob) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--quick-keys", "--pending", "0"});
  Line line(gateway);
  const std::string directory = line.folder() / "E/run";
  ASSERT_TRUE(os::make_folders(os::system_files(), directory, os::Access::shared).ok());
  job::Job job;
  job.name = "run";
  job.directory = directory;
  ASSERT_TRUE(job::save(os::system_files(), job).ok());
  const auto claim = job::Claim::take(os::system_files(), job);
  ASSERT_TRUE(claim.ok());
  EXPECT_EQ(line.resume().error().code(), Code::job_busy);
  EXPECT_EQ(line.uploads(), 0);
}

}  // namespace
}  // namespace aex::experiment
