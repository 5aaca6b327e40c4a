#include "experiment/line.hpp"

namespace aex::experiment {
namespace {

using testing::Fault;
using testing::Line;
using testing::Steps;
using testing::StrictGateway;

/* Lets every file and network call of a run fail in turn. What a retry cannot mend ends with an
 * error, and a later resume finishes the run. */
class Torture : public ::testing::TestWithParam<Fault> {};

bool is_known(const Error& error, Fault fault) {
  const Code code = error.code();
  if (fault == Fault::no_space && code == Code::no_space) return true;
  return code == Code::io_failed || code == Code::transfer_broken ||
         code == Code::gateway_unreachable || code == Code::job_not_ready ||
         code == Code::experiment_exists || code == Code::report_missing;
}

TEST_P(Torture, EveryCallMayFailAndTheRunIsFinishedLater) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--pending", "0"});
  Line line(gateway);
  int hit = 0;
  int errors = 0;
  int uploads = 0;
  for (;; ++hit) {
    Steps steps(GetParam(), hit);
    const auto outcome = line.run(steps);
    if (!steps.was_hit()) break;
    const std::string where = "call " + std::to_string(hit) + ": ";
    if (!outcome.ok()) {
      ++errors;
      EXPECT_TRUE(is_known(outcome.error(), GetParam())) << where << outcome.error().message();
      EXPECT_EQ(outcome.error().message().find('?'), std::string::npos) << where;
      const auto later = line.resume();
      ASSERT_TRUE(later.ok()) << where << outcome.error().message() << later.error().message();
    }
    line.expect_whole(where);
    EXPECT_EQ(line.uploads(), ++uploads) << where;
    if (HasFailure()) return;
    line.forget();
  }
  EXPECT_GT(errors, 20);
  EXPECT_GT(hit, 60);
  RecordProperty("calls", hit);
  EXPECT_EQ(line.complaints(), "");
}

INSTANTIATE_TEST_SUITE_P(Kinds, Torture,
                         ::testing::Values(Fault::fail, Fault::no_space, Fault::half, Fault::lost),
                         [](const auto& info) {
                           return std::string(info.param == Fault::fail       ? "error"
                                              : info.param == Fault::no_space ? "no_space"
                                              : info.param == Fault::half     ? "half"
                                                                              : "lost");
                         });

}  // namespace
}  // namespace aex::experiment
