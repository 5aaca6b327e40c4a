#include <signal.h>
#include <sys/time.h>

#include <atomic>

#include "experiment/line.hpp"

namespace aex::experiment {
namespace {

using testing::Fault;
using testing::kStride;
using testing::Line;
using testing::Steps;
using testing::StrictGateway;
using testing::TurnedClock;

/* Lets every file and network call of a run fail in turn. What a retry cannot mend ends with an
 * error, and a later resume finishes the run. */
class Torture : public ::testing::TestWithParam<Fault> {};

bool is_known(const Error& error, Fault fault) {
  const Code code = error.code();
  if (fault == Fault::no_space && code == Code::no_space) return true;
  return code == Code::io_failed || code == Code::transfer_broken ||
         code == Code::gateway_unreachable || code == Code::job_not_ready ||
         code == Code::experiment_exists || code == Code::report_malformed ||
         code == Code::seal_failed;
}

/* What the user was told last is where the call went out. */
void expect_stage(const Steps& steps, const Line& line, const std::string& where) {
  EXPECT_EQ(int(line.stage()), int(steps.stage.value_or(line.stage()))) << where;
}

/* However the run ended, a resume leaves it whole. */
void expect_finished(Line& line, const Result<Outcome>& outcome, const std::string& where) {
  if (!outcome.ok()) {
    line.expect_closed(where);
    const auto later = line.resume();
    ASSERT_TRUE(later.ok()) << where << outcome.error().message() << later.error().message();
  }
  line.expect_whole(where);
  line.expect_same_result(where);
}

TEST_P(Torture, EveryCallMayFailAndTheRunIsFinishedLater) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--quick-keys", "--pending", "0"});
  Line line(gateway);
  int hit = 0;
  int errors = 0;
  int uploads = 0;
  for (;; hit += kStride) {
    Steps steps(GetParam(), hit);
    const auto outcome = line.run(steps);
    if (!steps.was_hit()) break;
    const std::string where = "call " + std::to_string(hit) + ": ";
    if (!outcome.ok()) {
      ++errors;
      EXPECT_TRUE(is_known(outcome.error(), GetParam())) << where << outcome.error().message();
      EXPECT_EQ(outcome.error().message().find('?'), std::string::npos) << where;
      expect_stage(steps, line, where);
    }
    expect_finished(line, outcome, where);
    EXPECT_EQ(line.uploads(), ++uploads) << where;
    if (HasFailure()) return;
    line.forget();
  }
  EXPECT_TRUE(errors > 20 / kStride || GetParam() == Fault::stall) << "every request is made again";
  EXPECT_GT(hit, GetParam() == Fault::stall ? 6 : 60);
  RecordProperty("calls", hit);
  EXPECT_EQ(line.complaints(), "");
}

INSTANTIATE_TEST_SUITE_P(Kinds, Torture,
                         ::testing::Values(Fault::fail, Fault::no_space, Fault::half, Fault::lost,
                                           Fault::stall),
                         [](const auto& info) {
                           return std::string(info.param == Fault::fail       ? "error"
                                              : info.param == Fault::no_space ? "no_space"
                                              : info.param == Fault::half     ? "half"
                                              : info.param == Fault::lost     ? "lost"
                                                                              : "stall");
                         });

/* The same for the clock: time may pass unseen, and the calendar may be put right or wrong. */
class Turned : public ::testing::TestWithParam<TurnedClock::Turn> {};

TEST_P(Turned, EveryTimeAskedForMayBeWrongAndTheRunIsFinishedLater) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--quick-keys", "--pending", "0"});
  Line line(gateway);
  int hit = 0;
  for (int uploads = 0;; hit += kStride) {
    Steps steps(Fault::none, -1);
    TurnedClock clock(GetParam(), hit);
    const auto outcome = line.run(steps, clock);
    if (!clock.was_hit()) break;
    const std::string where = "time asked for " + std::to_string(hit) + ": ";
    if (!outcome.ok()) {
      EXPECT_EQ(outcome.error().code(), Code::timeout) << where << outcome.error().message();
    }
    expect_finished(line, outcome, where);
    EXPECT_EQ(line.uploads(), ++uploads) << where;
    if (HasFailure()) return;
    line.forget();
  }
  // The calendar serves the age of addresses alone, the steady clock every wait.
  EXPECT_GE(hit, GetParam() == TurnedClock::Turn::slept ? 10 : 3);
  // Who believes that its addresses have expired asks for others, with the id of the run.
  const bool is_ahead = GetParam() == TurnedClock::Turn::future;
  EXPECT_EQ(line.complaints(is_ahead ? "was used before" : ""), "");
}

INSTANTIATE_TEST_SUITE_P(Clocks, Turned,
                         ::testing::Values(TurnedClock::Turn::slept, TurnedClock::Turn::past,
                                           TurnedClock::Turn::future),
                         [](const auto& info) {
                           return std::string(info.param == TurnedClock::Turn::slept  ? "slept"
                                              : info.param == TurnedClock::Turn::past ? "past"
                                                                                      : "future");
                         });

std::atomic<int> signals{0};

/* EINTR: a signal each half millisecond, none of which lets a system call start again. */
TEST(Signals, ARunThatIsInterruptedAllTheTimeGoesWell) {
  AEX_STRICT_GATEWAY_OR_SKIP(gateway, {"--quick-keys", "--pending", "1"});
  Line line(gateway);
  struct sigaction action = {};
  struct sigaction before = {};
  action.sa_handler = [](int) { ++signals; };
  ASSERT_EQ(::sigaction(SIGALRM, &action, &before), 0);
  const itimerval often = {{0, 500}, {0, 500}};
  const itimerval never = {};
  ASSERT_EQ(::setitimer(ITIMER_REAL, &often, nullptr), 0);
  Steps steps(Fault::none, -1);
  const auto outcome = line.run(steps);
  ::setitimer(ITIMER_REAL, &never, nullptr);
  ::sigaction(SIGALRM, &before, nullptr);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message();
  line.expect_whole("");
  EXPECT_GT(signals, 20);
}

}  // namespace
}  // namespace aex::experiment
