/** Stage 6: asking again, politely, until there is an answer or no time left. */
#pragma once

#include "base/entropy.hpp"
#include "job/backend.hpp"
#include "os/clock.hpp"

namespace aex::job {

struct PollPolicy {
  std::uint64_t first_ms = 100;
  std::uint64_t longest_ms = 10'000;
  Entropy* entropy = nullptr; /**< draws each pause from its upper half; without it, the whole */
  int tolerated_failures = 5; /**< retryable errors in a row */
};

/** Polls until the job is ready. Code::timeout names the folder from which it can be resumed;
 *  Code::job_failed and Code::job_unknown are final. */
Status wait(Backend& backend, Job& job, const PollPolicy& policy, os::Clock& clock,
            Control& control);

}  // namespace aex::job
