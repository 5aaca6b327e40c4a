/* Stands in for local_backend.cpp in a build without the engine. */
#include "engine/local_backend.hpp"

namespace aex::engine {

std::unique_ptr<job::Backend> local_backend(os::Files&, const EngineLimits&) { return nullptr; }

}  // namespace aex::engine
