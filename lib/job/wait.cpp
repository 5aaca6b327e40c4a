#include "job/wait.hpp"

#include <algorithm>

#include "net/retry.hpp"

namespace aex::job {
namespace {

std::uint64_t pause_of(std::uint64_t longest_ms, const PollPolicy& policy) {
  if (policy.entropy == nullptr) return longest_ms;
  return longest_ms - net::draw(longest_ms / 2, *policy.entropy);
}

Status wait_until_ready(Backend& backend, Job& job, const PollPolicy& policy, os::Clock& clock,
                        Control& control) {
  std::uint64_t pause_ms = policy.first_ms;
  for (int failures = 0;;) {
    AEX_CHECK(control.report(Stage::poll, 0, 0));
    Result<State> state = backend.poll(job, control);
    if (state.ok()) {
      failures = 0;
      if (state.value() == State::ready) return {};
    } else {
      AEX_CHECK(control.check());
      const bool is_final = !state.error().retryable() || ++failures > policy.tolerated_failures;
      if (is_final) return std::move(state).error();
    }
    if (backend.works_in_poll()) continue;
    AEX_CHECK(net::pause(pause_of(pause_ms, policy), Stage::poll, clock, control));
    pause_ms = std::min(pause_ms * 2, policy.longest_ms);
  }
}

}  // namespace

Status wait(Backend& backend, Job& job, const PollPolicy& policy, os::Clock& clock,
            Control& control) {
  Status waited = wait_until_ready(backend, job, policy, clock, control);
  if (waited.ok() || waited.error().code() != Code::timeout) return waited;
  return Error(Code::timeout, {waited.error().detail(),
                               "; the job goes on and can be resumed from ", job.directory});
}

}  // namespace aex::job
