#include "job/wait.hpp"

#include <algorithm>

namespace aex::job {
namespace {

/* Short naps, so that a cancelled run ends soon. */
constexpr std::uint64_t kNapMs = 50;

Status sleep(std::uint64_t duration_ms, os::Clock& clock, Control& control) {
  const std::uint64_t until_ms = clock.now_ms() + std::min(duration_ms, control.remaining_ms());
  for (std::uint64_t now_ms = clock.now_ms(); now_ms < until_ms; now_ms = clock.now_ms()) {
    AEX_CHECK(control.report(Stage::poll, 0, 0));
    clock.sleep_ms(std::min(kNapMs, until_ms - now_ms));
  }
  return control.check();
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
    AEX_CHECK(sleep(pause_ms, clock, control));
    pause_ms = std::min(pause_ms * 2, policy.longest_ms);
  }
}

}  // namespace

Status wait(Backend& backend, Job& job, const PollPolicy& policy, os::Clock& clock,
            Control& control) {
  Status waited = wait_until_ready(backend, job, policy, clock, control);
  if (waited.ok() || waited.error().code() != Code::timeout) return waited;
  return Error(Code::timeout, waited.error().detail() +
                                  "; the job goes on and can be resumed from " + job.directory);
}

}  // namespace aex::job
