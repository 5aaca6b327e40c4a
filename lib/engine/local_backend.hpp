/** The backend that runs experiments in this process. */
#pragma once

#include <memory>

#include "job/backend.hpp"

namespace aex::engine {

/** What one local run may use. */
struct LocalLimits {
  std::uint64_t max_instructions = UINT64_C(1) << 40;
  std::uint64_t max_guest_bytes = UINT64_C(1) << 30;
  std::uint64_t max_stdout_bytes = UINT64_C(1) << 20;
};

/** Polls run a slice of the experiment each, so that progress and cancellation work without a
 *  thread. `files` is borrowed. */
std::unique_ptr<job::Backend> local_backend(os::Files& files, const LocalLimits& limits = {});

}  // namespace aex::engine
