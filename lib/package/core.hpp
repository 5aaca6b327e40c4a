/** A simulated core configuration, as a gateway offers it. */
#pragma once

#include <string>

namespace aex::package {

struct Core {
  std::string name;    /**< e.g. "I8500_(1_thread)" */
  int xlen = 0;        /**< bits of an integer register */
  int num_threads = 0; /**< hardware threads */
  int num_cores = 0;
  std::string arch_json; /**< the whole entry of cloudcaps; goes into config.json as it came */
};

}  // namespace aex::package
