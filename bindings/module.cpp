#include "binding.hpp"

PYBIND11_MODULE(_core, module) {
  using namespace aex::bindings;
  module.doc() = "The C interface of atlasexplorer. Use the package, not this module.";
  module.attr("version") = aex_version();
  bind_errors(module);
  bind_progress(module);
  bind_settings(module);
  bind_client(module);
  bind_service(module);
  bind_experiment(module);
  bind_job(module);
  bind_report(module);
  bind_files(module);
}
