#include "handles.hpp"
#include "watch.hpp"

namespace aex::bindings {
namespace {

std::unique_ptr<Experiment> make(std::shared_ptr<Client> client) {
  aex_experiment* made = nullptr;
  call([&](aex_error** error) { return aex_experiment_new(&made, client->handle.get(), error); });
  auto experiment = std::make_unique<Experiment>();
  experiment->client = std::move(client);
  experiment->handle.reset(made);
  return experiment;
}

template <aex_code (*setter)(aex_experiment*, const char*, aex_error**)>
void set(Experiment& experiment, const py::object& value) {
  const Text given(value);
  const Turn::Taken taken(experiment.turn);
  call([&](aex_error** error) { return setter(experiment.handle.get(), given.get(), error); });
}

void check(Experiment& experiment) {
  const Turn::Taken taken(experiment.turn);
  call_without_gil(
      [&](aex_error** error) { return aex_experiment_check(experiment.handle.get(), error); });
}

std::unique_ptr<Job> submit(Experiment& experiment, const py::object& timeout_s,
                            py::object on_progress) {
  const Turn::Taken taken(experiment.turn);
  Call call(timeout_s, std::move(on_progress));
  aex_job* made = nullptr;
  call.run([&](const aex_call_options* options, aex_error** error) {
    return aex_experiment_submit(&made, experiment.handle.get(), options, error);
  });
  return std::make_unique<Job>(experiment.client, made);
}

}  // namespace

void bind_experiment(py::module_& module) {
  py::class_<Experiment>(module, "Experiment")
      .def(py::init(&make), py::arg("client"))
      .def("set_name", &set<aex_experiment_set_name>)
      .def("set_directory", &set<aex_experiment_set_directory>)
      .def("set_core", &set<aex_experiment_set_core>)
      .def("add_workload", &set<aex_experiment_add_workload>)
      .def("check", &check)
      .def("submit", &submit, py::kw_only(), py::arg("timeout_s") = py::none(),
           py::arg("on_progress") = py::none());
}

}  // namespace aex::bindings
