#include "config/numbers.hpp"

#include <iterator>

namespace aex::config {
namespace {

constexpr Number kNumbers[] = {
    {"max_workload_bytes", "AEX_MAX_WORKLOAD_BYTES", &Limits::max_workload_bytes},
    {"max_result_bytes", "AEX_MAX_RESULT_BYTES", &Limits::max_result_bytes},
    {"max_result_members", "AEX_MAX_RESULT_MEMBERS", &Limits::max_result_members},
    {"max_result_ratio", "AEX_MAX_RESULT_RATIO", &Limits::max_result_ratio},
    {"max_threads", "AEX_MAX_THREADS", &Limits::max_threads},
    {"connect_ms", "AEX_CONNECT_MS", &Patience::connect_ms},
    {"tls_ms", "AEX_TLS_MS", &Patience::tls_ms},
    {"stall_ms", "AEX_STALL_MS", &Patience::stall_ms},
    {"stall_bytes_per_s", "AEX_STALL_BYTES_PER_S", &Patience::stall_bytes_per_s},
    {"request_ms", "AEX_REQUEST_MS", &Patience::request_ms},
    {"poll_first_ms", "AEX_POLL_FIRST_MS", &Patience::poll_first_ms},
    {"poll_longest_ms", "AEX_POLL_LONGEST_MS", &Patience::poll_longest_ms},
    {"retry_first_ms", "AEX_RETRY_FIRST_MS", &Patience::retry_first_ms},
    {"retry_longest_ms", "AEX_RETRY_LONGEST_MS", &Patience::retry_longest_ms},
    {"max_tries", "AEX_MAX_TRIES", &Patience::max_tries},
    {"acceptance_ms", "AEX_ACCEPTANCE_MS", &Patience::acceptance_ms},
};

static_assert(std::size(kNumbers) == kNumberCount, "settings.hpp counts them");

}  // namespace

const Number* all_numbers() noexcept { return kNumbers; }

Status settle_number(const Candidate& candidate, std::size_t index, Settings& settings) {
  const std::optional<std::uint64_t> value = parse_number(candidate.text.reveal());
  if (!value.has_value()) {
    return Error(Code::config_invalid, {kNumbers[index].name, " from ", describe(candidate.origin),
                                        " was not a whole number"});
  }
  kNumbers[index].of(settings) = *value;
  settings.origins[kFieldCount + index] = candidate.origin;
  return {};
}

}  // namespace aex::config
