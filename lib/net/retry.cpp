#include "net/retry.hpp"

#include <algorithm>

#include "base/endian.hpp"

namespace aex::net {
namespace {

/* Short naps, so that a cancelled run ends soon. */
constexpr std::uint64_t kNapMs = 50;
/* Who asks for more wants us to come another day. */
constexpr std::uint64_t kLongestAskedMs = 5 * 60 * 1000;

bool is_retried(const RetryRule& rule, const Result<Response>& outcome) {
  if (!outcome.ok()) {
    const Code code = outcome.error().code();
    return (code == Code::gateway_unreachable && rule.unreachable) ||
           (code == Code::transfer_broken && rule.broken);
  }
  switch (outcome.value().status) {
    case 429:
    case 503: return rule.busy;
    case 408:
    case 500:
    case 502:
    case 504: return rule.failing;
    default: return false;
  }
}

bool take_digits(std::string_view& text, std::size_t digits, int& out) {
  if (text.size() < digits) return false;
  const std::optional<std::uint64_t> number = parse_number(text.substr(0, digits));
  text.remove_prefix(digits);
  out = int(number.value_or(0));
  return number.has_value();
}

bool take_text(std::string_view& text, std::string_view wanted) {
  const bool is_there = text.substr(0, wanted.size()) == wanted;
  text.remove_prefix(std::min(text.size(), wanted.size()));
  return is_there;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT"; 0 for anything else. */
std::int64_t date_seconds(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t comma = text.find(", ");
  if (comma != 3 || text.size() != 29) return 0;
  text.remove_prefix(5);
  int day = 0, year = 0, hour = 0, minute = 0, second = 0;
  if (!take_digits(text, 2, day) || !take_text(text, " ")) return 0;
  const std::size_t month = kMonths.find(text.substr(0, 3));
  text.remove_prefix(3);
  const bool fits = take_text(text, " ") && take_digits(text, 4, year) && take_text(text, " ") &&
                    take_digits(text, 2, hour) && take_text(text, ":") &&
                    take_digits(text, 2, minute) && take_text(text, ":") &&
                    take_digits(text, 2, second) && text == " GMT";
  if (!fits || month == std::string_view::npos || month % 3 != 0) return 0;
  return unix_seconds(year, int(month / 3) + 1, day, hour, minute, second);
}

}  // namespace

bool RetryQuota::take(int cost) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (left_ < cost) return false;
  left_ -= cost;
  return true;
}

void RetryQuota::give_back(int cost) {
  const std::lock_guard<std::mutex> lock(mutex_);
  left_ = std::min(kFull, left_ + cost);
}

/* Never destroyed: a thread may still be in a call when the process ends. */
RetryQuota& process_quota() {
  static RetryQuota* const quota = new RetryQuota;
  return *quota;
}

bool Retrier::again(const RetryRule& rule, const Result<Response>& outcome, int tries, Stage stage,
                    Control& control) {
  const bool is_done = outcome.ok() && outcome.value().status < 400;
  if (is_done) quota_.give_back(paid_ == 0 ? 1 : paid_);
  const int paid = outcome.ok() ? RetryQuota::kRetryCost : RetryQuota::kUnreachableCost;
  const bool may = !is_done && tries < policy_.max_tries && is_retried(rule, outcome);
  paid_ = 0;
  if (!may) return false;
  const std::uint64_t asked_ms =
      outcome.ok() ? retry_after_ms(outcome.value(), clock_.unix_ms()) : 0;
  const std::uint64_t wait_ms = std::max(asked_ms, jittered(tries));
  if (wait_ms >= control.remaining_ms() || asked_ms > kLongestAskedMs) return false;
  if (!quota_.take(paid)) return false;
  paid_ = paid;
  return pause(wait_ms, stage, clock_, control).ok();
}

std::uint64_t Retrier::jittered(int tries) {
  std::uint64_t bound_ms = policy_.first_ms;
  for (int i = 1; i < tries && bound_ms < policy_.longest_ms; ++i) bound_ms *= 2;
  return draw(std::min(bound_ms, policy_.longest_ms), entropy_);
}

Status pause(std::uint64_t duration_ms, Stage stage, os::Clock& clock, Control& control) {
  const std::uint64_t until_ms = clock.now_ms() + std::min(duration_ms, control.remaining_ms());
  for (std::uint64_t now_ms = clock.now_ms(); now_ms < until_ms; now_ms = clock.now_ms()) {
    AEX_CHECK(control.report(stage, 0, 0));
    clock.sleep_ms(std::min(kNapMs, until_ms - now_ms));
  }
  return control.check();
}

std::uint64_t draw(std::uint64_t most, Entropy& entropy) {
  std::uint8_t bytes[8];
  if (most == 0 || !entropy.fill(bytes, sizeof bytes).ok()) return most;
  return load_le<std::uint64_t>(bytes) % (most + (most < UINT64_MAX ? 1 : 0));
}

std::uint64_t retry_after_ms(const Response& response, std::int64_t unix_ms) {
  const std::string_view text = response.header("Retry-After");
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    const std::uint64_t seconds = parse_number(text).value_or(UINT64_MAX);
    return seconds <= UINT32_MAX ? seconds * 1000 : UINT64_MAX;
  }
  const std::int64_t wanted_ms = date_seconds(text) * 1000;
  return wanted_ms > unix_ms ? std::uint64_t(wanted_ms - unix_ms) : 0;
}

/* Days of the civil calendar counted from the first of March of the year 0. */
std::int64_t unix_seconds(int year, int month, int day, int hour, int minute, int second) {
  const std::int64_t y = month > 2 ? year : year - 1;
  const std::int64_t m = month > 2 ? month - 3 : month + 9;
  const std::int64_t days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

}  // namespace aex::net
