#include "job/wait.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace aex::job {
namespace {

/* Time that passes only while somebody sleeps. */
class FakeClock final : public os::Clock {
 public:
  std::uint64_t now_ms() override { return now_ms_; }
  std::int64_t unix_ms() override { return 0; }
  os::LocalTime local_time() override { return {2025, 9, 5, 14, 1, 8}; }
  void sleep_ms(std::uint64_t duration_ms) override { now_ms_ += duration_ms; }

 private:
  std::uint64_t now_ms_ = 1000;
};

/* Answers polls from a list; the last answer repeats. */
class Scripted final : public Backend {
 public:
  explicit Scripted(FakeClock& clock) : clock_(clock) {}

  const char* name() const override { return "scripted"; }
  bool works_in_poll() const override { return false; }
  Result<std::vector<package::Core>> cores(Control&) override {
    return Error(Code::internal, "not asked");
  }
  Status submit(const package::Manifest&, Job&, Control&) override { return {}; }
  Result<State> poll(Job& job, Control&) override {
    polled_at_ms.push_back(clock_.now_ms() - 1000);
    const Code code = answers.front().second;
    const State state = answers.front().first;
    if (answers.size() > 1) answers.pop_front();
    if (code != Code::ok) return Error(code, "scripted");
    job.state = state;
    return state;
  }
  Result<report::ResultsDir> collect(Job&, Control&) override { return report::ResultsDir(); }
  Status cancel(Job&) override { return {}; }

  std::deque<std::pair<State, Code>> answers;
  std::vector<std::uint64_t> polled_at_ms;

 private:
  FakeClock& clock_;
};

class Wait : public ::testing::Test {
 protected:
  Status wait_for(std::uint64_t timeout_ms) {
    job_.directory = "/E/N";
    control_.start([](void* clock) { return static_cast<FakeClock*>(clock)->now_ms(); }, &clock_,
                   timeout_ms);
    return wait(backend_, job_, PollPolicy(), clock_, control_);
  }

  FakeClock clock_;
  Scripted backend_{clock_};
  Job job_;
  Control control_;
};

TEST_F(Wait, AsksAtOnceThenBacksOffFrom100MsDoublingTo10S) {
  backend_.answers.assign(10, {State::running, Code::ok});
  backend_.answers.push_back({State::ready, Code::ok});
  ASSERT_TRUE(wait_for(1'000'000).ok());
  const std::vector<std::uint64_t> expected = {0,    100,   300,   700,   1500, 3100,
                                               6300, 12700, 22700, 32700, 42700};
  EXPECT_EQ(backend_.polled_at_ms, expected);
}

TEST_F(Wait, IsBoundedByTheDeadlineNotByACount) {
  backend_.answers = {{State::running, Code::ok}};
  const Status waited = wait_for(60'000);
  ASSERT_FALSE(waited.ok());
  EXPECT_EQ(waited.error().code(), Code::timeout);
  EXPECT_NE(waited.error().detail().find("/E/N"), std::string::npos);
  EXPECT_EQ(clock_.now_ms(), 61'000u);
}

TEST_F(Wait, SurvivesFailuresThatMayPass) {
  backend_.answers = {{State::running, Code::transfer_broken},
                      {State::running, Code::gateway_busy},
                      {State::ready, Code::ok}};
  EXPECT_TRUE(wait_for(60'000).ok());
}

TEST_F(Wait, GivesUpAfterTooManyFailuresInARow) {
  backend_.answers = {{State::running, Code::transfer_broken}};
  EXPECT_EQ(wait_for(600'000).error().code(), Code::transfer_broken);
  EXPECT_EQ(backend_.polled_at_ms.size(), 6u);
}

TEST_F(Wait, FinalErrorsEndItAtOnce) {
  backend_.answers = {{State::running, Code::job_failed}};
  EXPECT_EQ(wait_for(60'000).error().code(), Code::job_failed);
  EXPECT_EQ(backend_.polled_at_ms.size(), 1u);
}

TEST_F(Wait, CancellingEndsItDuringAPause) {
  backend_.answers = {{State::running, Code::ok}};
  control_.cancel();
  EXPECT_EQ(wait_for(60'000).error().code(), Code::cancelled);
}

}  // namespace
}  // namespace aex::job
