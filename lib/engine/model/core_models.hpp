/** The cores that the engine offers. */
#pragma once

#include <vector>

#include "package/core.hpp"

namespace aex::engine {

/** All of them, as a gateway lists them in its cloudcaps. Static. */
const std::vector<package::Core>& core_models();

/** Whether the engine has a model of the core's caches and pipeline. */
bool has_model(const package::Core& core);

}  // namespace aex::engine
