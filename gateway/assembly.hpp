/** A gateway with another simulator than the engine: what the tests put together. */
#pragma once

#include "gateway/server.hpp"
#include "gateway/work/simulator.hpp"

namespace aex::gateway {

/** Server::start, over `simulator`. */
Result<std::unique_ptr<Server>> start_server(const ServerOptions& options, os::Files& files,
                                             os::Clock& clock, Entropy& entropy,
                                             std::unique_ptr<Simulator> simulator);

}  // namespace aex::gateway
