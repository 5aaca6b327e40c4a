#include "net/retry.hpp"

#include <gtest/gtest.h>

#include "support/counting_entropy.hpp"

namespace aex::net {
namespace {

/* Time that passes only while somebody sleeps. */
class IdleClock final : public os::Clock {
 public:
  std::uint64_t now_ms() override { return now; }
  std::int64_t unix_ms() override { return 784'111'777'000 + std::int64_t(now); }
  os::LocalTime local_time() override { return {1994, 11, 6, 8, 49, 37}; }
  void sleep_ms(std::uint64_t duration_ms) override { now += duration_ms; }
  std::uint64_t now = 0;
};

/* No randomness: draw() gives the bound itself. */
class NoEntropy final : public Entropy {
 public:
  Status fill(std::uint8_t*, std::size_t) override { return Error(Code::io_failed, "none"); }
};

Result<Response> answer(int status, const std::string& retry_after = "") {
  Response response;
  response.status = status;
  if (!retry_after.empty()) response.headers.push_back({"Retry-After", retry_after});
  return response;
}

class Retry : public ::testing::Test {
 protected:
  bool again(const RetryRule& rule, const Result<Response>& outcome, int tries = 1) {
    return retrier_.again(rule, outcome, tries, Stage::gateway, control_);
  }
  void deadline(std::uint64_t timeout_ms) {
    control_.start([](void* clock) { return static_cast<IdleClock*>(clock)->now; }, &clock_,
                   timeout_ms);
  }

  IdleClock clock_;
  NoEntropy entropy_;
  RetryQuota quota_;
  Retrier retrier_{RetryPolicy{}, clock_, entropy_, quota_};
  Control control_;
};

TEST_F(Retry, RulesTellWhatIsTriedAgain) {
  const struct {
    Result<Response> outcome;
    bool idempotent;
    bool unsent;
  } rows[] = {
      {Error(Code::gateway_unreachable, ""), true, true},
      {Error(Code::transfer_broken, ""), true, false},
      {Error(Code::tls_untrusted, ""), false, false},
      {Error(Code::redirect_refused, ""), false, false},
      {Error(Code::transfer_too_large, ""), false, false},
      {Error(Code::io_failed, ""), false, false},
      {answer(200), false, false},
      {answer(400), false, false},
      {answer(401), false, false},
      {answer(403), false, false},
      {answer(404), false, false},
      {answer(408), true, false},
      {answer(429), true, true},
      {answer(500), true, false},
      {answer(501), false, false},
      {answer(502), true, false},
      {answer(503), true, true},
      {answer(504), true, false},
  };
  for (const auto& row : rows) {
    const int status = row.outcome.ok() ? row.outcome.value().status : 0;
    EXPECT_EQ(again(kRetryIdempotent, row.outcome), row.idempotent) << status;
    EXPECT_EQ(again(kRetryUnsent, row.outcome), row.unsent) << status;
  }
}

TEST_F(Retry, TriesThreeTimesAndDoublesThePause) {
  EXPECT_TRUE(again(kRetryIdempotent, answer(503), 1));
  EXPECT_EQ(clock_.now, 1000u);
  EXPECT_TRUE(again(kRetryIdempotent, answer(503), 2));
  EXPECT_EQ(clock_.now, 3000u);
  EXPECT_FALSE(again(kRetryIdempotent, answer(503), 3));
  EXPECT_EQ(clock_.now, 3000u);
}

TEST_F(Retry, NoPauseIsLongerThanTwentySeconds) {
  Retrier patient({100, 1000, 20'000}, clock_, entropy_, quota_);
  EXPECT_TRUE(patient.again(kRetryIdempotent, answer(503), 50, Stage::poll, control_));
  EXPECT_EQ(clock_.now, 20'000u);
}

TEST_F(Retry, JitterIsFull) {
  testing::CountingEntropy entropy;
  std::uint64_t least = UINT64_MAX;
  std::uint64_t most = 0;
  for (int i = 0; i < 200; ++i) {
    const std::uint64_t drawn = draw(1000, entropy);
    least = std::min(least, drawn);
    most = std::max(most, drawn);
  }
  EXPECT_LT(least, 100u);
  EXPECT_GT(most, 900u);
  EXPECT_LE(most, 1000u);
  EXPECT_EQ(draw(0, entropy), 0u);
}

TEST_F(Retry, RetryAfterIsHonouredInSecondsAndAsADate) {
  EXPECT_TRUE(again(kRetryIdempotent, answer(429, "7")));
  EXPECT_EQ(clock_.now, 7000u);
  EXPECT_TRUE(again(kRetryIdempotent, answer(503, "Sun, 06 Nov 1994 08:50:00 GMT")));
  EXPECT_EQ(clock_.now, 23'000u);
  for (const char* odd : {"soon", "-1", "Sun, 06 Foo 1994 08:50:00 GMT", "1.5"}) {
    EXPECT_EQ(retry_after_ms(answer(503, odd).value(), 0), 0u) << odd;
  }
}

TEST_F(Retry, NeverWaitsBeyondTheDeadline) {
  deadline(5000);
  EXPECT_FALSE(again(kRetryIdempotent, answer(503, "60")));
  EXPECT_EQ(clock_.now, 0u);
  EXPECT_TRUE(again(kRetryIdempotent, answer(503, "4")));
  EXPECT_FALSE(again(kRetryIdempotent, answer(503, "4")));
}

TEST_F(Retry, WhoAsksForHoursIsNotWaitedFor) {
  EXPECT_FALSE(again(kRetryIdempotent, answer(503, "86400")));
  EXPECT_FALSE(again(kRetryIdempotent, answer(503, "99999999999999999999")));
  EXPECT_EQ(clock_.now, 0u);
}

TEST_F(Retry, CancellingEndsThePause) {
  control_.cancel();
  EXPECT_FALSE(again(kRetryIdempotent, answer(503, "7")));
  EXPECT_EQ(clock_.now, 0u);
}

TEST_F(Retry, TheQuotaOfTheProcessRunsOutAndComesBack) {
  int retries = 0;
  while (again(kRetryIdempotent, answer(503))) ++retries;
  EXPECT_EQ(retries, RetryQuota::kFull / RetryQuota::kRetryCost);
  EXPECT_FALSE(again(kRetryIdempotent, answer(200)));
  for (int i = 1; i < RetryQuota::kRetryCost; ++i) again(kRetryIdempotent, answer(200));
  EXPECT_TRUE(again(kRetryIdempotent, answer(503)));
}

TEST_F(Retry, AnUnreachableHostCostsMore) {
  const Result<Response> outcome = Error(Code::gateway_unreachable, "");
  int retries = 0;
  while (again(kRetryIdempotent, outcome)) ++retries;
  EXPECT_EQ(retries, RetryQuota::kFull / RetryQuota::kUnreachableCost);
}

TEST(UnixSeconds, FollowsTheCalendar) {
  EXPECT_EQ(unix_seconds(1970, 1, 1, 0, 0, 0), 0);
  EXPECT_EQ(unix_seconds(1994, 11, 6, 8, 49, 37), 784'111'777);
  EXPECT_EQ(unix_seconds(2000, 2, 29, 12, 0, 0), 951'825'600);
  EXPECT_EQ(unix_seconds(2100, 3, 1, 0, 0, 0), 4'107'542'400);
}

}  // namespace
}  // namespace aex::net
