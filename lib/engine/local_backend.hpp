/** The backend that runs experiments in this process. */
#pragma once

#include <memory>

#include "engine/engine.hpp"
#include "job/backend.hpp"

namespace aex::engine {

/** Polls run a slice of the experiment each, so that progress and cancellation work without a
 *  thread. `files` is borrowed. nullptr in a build without the engine. */
std::unique_ptr<job::Backend> local_backend(os::Files& files, const EngineLimits& limits = {});

}  // namespace aex::engine
