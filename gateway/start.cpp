#include "gateway/assembly.hpp"

namespace aex::gateway {

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, os::Files& files,
                                              os::Clock& clock, Entropy& entropy) {
  return start_server(options, files, clock, entropy,
                      engine_simulator(files.unsynced(), options.max_instructions));
}

}  // namespace aex::gateway
