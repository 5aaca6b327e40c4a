/** The backend that runs experiments on this machine. */
#pragma once

#include <memory>

#include "atlasexplorer/log.hpp"
#include "engine/engine.hpp"
#include "job/backend.hpp"

namespace aex::engine {

/** Polls run a slice of the experiment each, so that progress and cancellation work without a
 *  thread. `files` is borrowed. A warning is logged where guests cannot be confined as they should
 *  be. nullptr in a build without the engine. */
std::unique_ptr<job::Backend> local_backend(os::Files& files, const EngineLimits& limits = {},
                                            const Log& log = {});

}  // namespace aex::engine
