/** The file system, and the clock and randomness of the host, or the system's. */
#pragma once

#include "experiment/run.hpp"

namespace aex::capi {

experiment::Effects system_effects();

}  // namespace aex::capi
