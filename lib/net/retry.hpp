/** Trying again, as AWS's standard mode does: few tries, full jitter, and a quota for the process.
 */
#pragma once

#include <mutex>

#include "base/entropy.hpp"
#include "net/http.hpp"
#include "os/clock.hpp"

namespace aex::net {

/** Which failures of a call may be followed by another try. */
struct RetryRule {
  bool unreachable; /**< Code::gateway_unreachable: nothing was sent */
  bool broken;      /**< Code::transfer_broken: it may have arrived */
  bool busy;        /**< 429 and 503: it was not taken */
  bool failing;     /**< 408, 500, 502 and 504: it may have been taken */
};
/** For calls that change nothing. */
constexpr RetryRule kRetryIdempotent = {true, true, true, true};
/** For calls that must not be taken twice. */
constexpr RetryRule kRetryUnsent = {true, false, true, false};

struct RetryPolicy {
  int max_tries = 3;
  std::uint64_t first_ms = 1000; /**< the longest first pause; doubles with each try */
  std::uint64_t longest_ms = 20'000;
};

/** What all retries of a process share, so that an outage is not made worse. */
class RetryQuota {
 public:
  static constexpr int kFull = 500;
  static constexpr int kRetryCost = 5;
  static constexpr int kUnreachableCost = 10;

  bool take(int cost);
  /** What a success brings back: the price of its last retry, or 1. */
  void give_back(int cost);

 private:
  std::mutex mutex_;
  int left_ = kFull;
};
RetryQuota& process_quota();

/** Decides on tries and pauses. One call at a time. */
class Retrier {
 public:
  Retrier(const RetryPolicy& policy, os::Clock& clock, Entropy& entropy,
          RetryQuota& quota = process_quota())
      : policy_(policy), clock_(clock), entropy_(entropy), quota_(quota) {}

  /** To be asked after every try, the last one too. True after a pause when the call is to be made
   *  again: drawn from 0 to the policy's bound, or what Retry-After asks for; never beyond the
   *  deadline. */
  bool again(const RetryRule& rule, const Result<Response>& outcome, int tries, Stage stage,
             Control& control);

 private:
  std::uint64_t jittered(int tries);

  RetryPolicy policy_;
  os::Clock& clock_;
  Entropy& entropy_;
  RetryQuota& quota_;
  int paid_ = 0;
};

/** Sleeps in short naps. Code::cancelled, Code::timeout. */
Status pause(std::uint64_t duration_ms, Stage stage, os::Clock& clock, Control& control);

/** A number drawn evenly from 0 to `most`; `most` itself when there is no randomness. */
std::uint64_t draw(std::uint64_t most, Entropy& entropy);

/** How long an answer asks to wait, in seconds or as a date (RFC 9110, 10.2.3), in ms; 0 when it
 *  does not say. */
std::uint64_t retry_after_ms(const Response& response, std::int64_t unix_ms);

/** Seconds since 1970 of a UTC date of the Gregorian calendar. */
std::int64_t unix_seconds(int year, int month, int day, int hour, int minute, int second);

}  // namespace aex::net
