#include "config/numbers.hpp"

#include <charconv>
#include <iterator>

namespace aex::config {
namespace {

#define AEX_NUMBER(group, name, variable)                                                      \
  {                                                                                            \
#name, variable, [](Settings & settings) -> std::uint64_t& { return settings.group.name; } \
  }

constexpr Number kNumbers[] = {
    AEX_NUMBER(limits, max_workload_bytes, "AEX_MAX_WORKLOAD_BYTES"),
    AEX_NUMBER(limits, max_result_bytes, "AEX_MAX_RESULT_BYTES"),
    AEX_NUMBER(limits, max_result_members, "AEX_MAX_RESULT_MEMBERS"),
    AEX_NUMBER(limits, max_result_ratio, "AEX_MAX_RESULT_RATIO"),
    AEX_NUMBER(limits, max_threads, "AEX_MAX_THREADS"),
    AEX_NUMBER(patience, connect_ms, "AEX_CONNECT_MS"),
    AEX_NUMBER(patience, tls_ms, "AEX_TLS_MS"),
    AEX_NUMBER(patience, stall_ms, "AEX_STALL_MS"),
    AEX_NUMBER(patience, stall_bytes_per_s, "AEX_STALL_BYTES_PER_S"),
    AEX_NUMBER(patience, request_ms, "AEX_REQUEST_MS"),
    AEX_NUMBER(patience, poll_first_ms, "AEX_POLL_FIRST_MS"),
    AEX_NUMBER(patience, poll_longest_ms, "AEX_POLL_LONGEST_MS"),
    AEX_NUMBER(patience, retry_first_ms, "AEX_RETRY_FIRST_MS"),
    AEX_NUMBER(patience, retry_longest_ms, "AEX_RETRY_LONGEST_MS"),
    AEX_NUMBER(patience, max_tries, "AEX_MAX_TRIES"),
    AEX_NUMBER(patience, acceptance_ms, "AEX_ACCEPTANCE_MS"),
};
#undef AEX_NUMBER

static_assert(std::size(kNumbers) == kNumberCount, "sources.hpp counts them");

}  // namespace

const Number* all_numbers() noexcept { return kNumbers; }

Status settle_number(const Candidate& candidate, std::size_t index, Settings& settings) {
  const std::string& text = candidate.text.reveal();
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) {
    return Error(Code::config_invalid, std::string(kNumbers[index].name) + " from " +
                                           describe(candidate.origin) + " was not a whole number");
  }
  kNumbers[index].of(settings) = value;
  return {};
}

}  // namespace aex::config
