#include "engine/model/core_models.hpp"

#include "base/memory/immortal.hpp"

namespace aex::engine {
namespace {

package::Core core(const char* name, int num_threads) {
  constexpr int kXlen = 64;
  constexpr int kCores = 1;
  std::string arch = std::string("{\"name\": \"") + name +
                     "\", \"xlen\": " + std::to_string(kXlen) +
                     ", \"num_threads\": " + std::to_string(num_threads) +
                     ", \"num_cores\": " + std::to_string(kCores) + "}";
  return {name, kXlen, num_threads, kCores, std::move(arch)};
}

}  // namespace

const std::vector<package::Core>& core_models() {
  static Immortal<std::vector<package::Core>> models(std::vector<package::Core>{
      core("I8500_(1_thread)", 1),
      core("I8500_(2_threads)", 2),
      core("I8500_(4_threads)", 4),
  });
  return models.get();
}

/* Threads that share a pipeline and caches are not modelled. */
bool has_model(const package::Core& core) { return core.num_threads == 1; }

}  // namespace aex::engine
