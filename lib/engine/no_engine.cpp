/* Stands in for backend/local_backend.cpp in a build without the engine. */
#include "engine/backend/local_backend.hpp"

namespace aex::engine {

std::unique_ptr<job::Backend> local_backend(os::Files&, const EngineLimits&, const Log&) {
  return nullptr;
}

}  // namespace aex::engine
