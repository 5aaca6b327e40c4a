#include "handles.hpp"
#include "watch.hpp"

namespace aex::bindings {
namespace {

struct Limits {
  std::uint64_t max_workload_bytes, max_result_bytes, max_result_members, max_instructions,
      max_guest_bytes;
};

aex_backend backend_of(const std::string& name) {
  if (name == "cloud") return AEX_BACKEND_CLOUD;
  if (name == "local") return AEX_BACKEND_LOCAL;
  throw py::value_error("backend must be 'cloud' or 'local', not '" + name + "'");
}

std::shared_ptr<Client> make(const Settings& settings, const std::string& backend,
                             std::uint64_t max_workload_bytes, std::uint64_t max_result_bytes,
                             std::uint64_t max_result_members, std::uint64_t max_instructions,
                             std::uint64_t max_guest_bytes, std::uint32_t max_threads,
                             const py::object& connect_timeout_s, const py::object& stall_timeout_s,
                             const py::object& user_agent, const py::object& log) {
  const Text agent(user_agent);
  auto client = std::make_shared<Client>(log);
  aex_client_options options = AEX_CLIENT_OPTIONS_INIT;
  options.backend = backend_of(backend);
  options.max_workload_bytes = max_workload_bytes;
  options.max_result_bytes = max_result_bytes;
  options.max_result_members = max_result_members;
  options.max_instructions = max_instructions;
  options.max_guest_bytes = max_guest_bytes;
  options.max_threads = max_threads;
  options.connect_timeout_ms = milliseconds(connect_timeout_s, 0);
  options.stall_timeout_ms = milliseconds(stall_timeout_s, 0);
  options.user_agent = agent.get();
  if (!log.is_none()) {
    options.log = &Client::hook;
    options.log_payload = client.get();
    options.log_level = AEX_LOG_DEBUG;
  }
  aex_client* made = nullptr;
  call_without_gil([&](aex_error** error) {
    return aex_client_new(&made, settings.handle.get(), &options, error);
  });
  client->handle.reset(made);
  return client;
}

py::list cores(Client& client, const py::object& timeout_s, py::object on_progress) {
  Call call(timeout_s, std::move(on_progress));
  aex_cores* made = nullptr;
  call.run([&](const aex_call_options* options, aex_error** error) {
    return aex_client_cores(&made, client.handle.get(), options, error);
  });
  const Owned<aex_cores> owned(made);
  py::list list;
  for (std::size_t i = 0; i < aex_cores_count(made); ++i) {
    list.append(Core::of(aex_cores_at(made, i)));
  }
  return list;
}

}  // namespace

void Client::hook(aex_log_level level, const char* line, void* self) {
  const py::gil_scoped_acquire acquired;
  try {
    static_cast<Client*>(self)->log(level, text(line));
  } catch (py::error_already_set& error) {
    error.discard_as_unraisable("atlasexplorer's log hook");
  }
}

void bind_client(py::module_& module) {
  py::class_<Core>(module, "Core", "A simulated core configuration that a backend offers.")
      .def_readonly("name", &Core::name, "What experiments call it.")
      .def_readonly("xlen", &Core::xlen, "Bits of an integer register: 32 or 64.")
      .def_readonly("num_threads", &Core::num_threads, "Hardware threads of all its cores.")
      .def_readonly("num_cores", &Core::num_cores, "How many cores the configuration has.")
      .def_readonly("json", &Core::json, "All that the backend tells of it, as JSON.")
      .def("__repr__", [](const Core& core) { return "Core('" + core.name + "')"; });

  py::class_<Client, std::shared_ptr<Client>>(module, "Client")
      .def(py::init(&make), py::arg("settings"), py::kw_only(), py::arg("backend") = "cloud",
           py::arg("max_workload_bytes") = 0, py::arg("max_result_bytes") = 0,
           py::arg("max_result_members") = 0, py::arg("max_instructions") = 0,
           py::arg("max_guest_bytes") = 0, py::arg("max_threads") = 0,
           py::arg("connect_timeout_s") = py::none(), py::arg("stall_timeout_s") = py::none(),
           py::arg("user_agent") = py::none(), py::arg("log") = py::none())
      .def_property_readonly(
          "backend", [](const Client& client) { return aex_client_backend(client.handle.get()); })
      .def("cores", &cores, py::kw_only(), py::arg("timeout_s") = py::none(),
           py::arg("on_progress") = py::none());
}

}  // namespace aex::bindings
