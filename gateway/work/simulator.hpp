/** Who runs the workloads of a checked submission: the engine, behind a seam. */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/control.hpp"
#include "package/manifest.hpp"

namespace aex::gateway {

class Simulator {
 public:
  virtual ~Simulator() = default;
  /** What the gateway offers. */
  virtual Result<std::vector<package::Core>> cores() = 0;
  /** Runs in `directory`, which exists; returns the folder that holds reports/…, within it. Called
   *  from several threads at once. Errors are the engine's. */
  virtual Result<std::string> run(const package::Manifest& manifest, const std::string& directory,
                                  Control& control) = 0;
};

/** Over lib/engine. `files` is borrowed. */
std::unique_ptr<Simulator> engine_simulator(os::Files& files, std::uint64_t max_instructions);

}  // namespace aex::gateway
