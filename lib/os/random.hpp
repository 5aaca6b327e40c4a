/** The system's cryptographic randomness. */
#pragma once

#include "base/entropy.hpp"

namespace aex::os {

/** getrandom(2), or /dev/urandom where it is missing. Static. */
Entropy& system_entropy();

}  // namespace aex::os
