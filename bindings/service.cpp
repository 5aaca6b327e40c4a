#include "handles.hpp"
#include "watch.hpp"

namespace aex::bindings {
namespace {

struct Gateway {
  std::shared_ptr<Client> client;
  Owned<aex_gateway> handle;
};

bool check_key(Client& client, const py::object& timeout_s) {
  Call call(timeout_s);
  std::int32_t is_valid = 0;
  call.run([&](const aex_call_options* options, aex_error** error) {
    return aex_client_check_key(&is_valid, client.handle.get(), options, error);
  });
  return is_valid != 0;
}

py::list regions(const aex_channels* channels, std::size_t index) {
  py::list list;
  for (std::size_t i = 0; i < aex_channels_region_count(channels, index); ++i) {
    list.append(text(aex_channels_region(channels, index, i)));
  }
  return list;
}

py::dict channels(Client& client, const py::object& timeout_s) {
  Call call(timeout_s);
  aex_channels* made = nullptr;
  call.run([&](const aex_call_options* options, aex_error** error) {
    return aex_client_channels(&made, client.handle.get(), options, error);
  });
  const Owned<aex_channels> owned(made);
  py::dict regions_of;
  for (std::size_t i = 0; i < aex_channels_count(made); ++i) {
    regions_of[text(aex_channels_name(made, i))] = regions(made, i);
  }
  return regions_of;
}

std::unique_ptr<Gateway> gateway(std::shared_ptr<Client> client, const py::object& timeout_s) {
  Call call(timeout_s);
  aex_gateway* made = nullptr;
  call.run([&](const aex_call_options* options, aex_error** error) {
    return aex_client_gateway(&made, client->handle.get(), options, error);
  });
  return std::make_unique<Gateway>(Gateway{std::move(client), Owned<aex_gateway>(made)});
}

void check_worker(Gateway& gateway, const py::object& timeout_s) {
  Call call(timeout_s);
  call.run([&](const aex_call_options* options, aex_error** error) {
    return aex_gateway_check_worker(gateway.handle.get(), options, error);
  });
}

py::tuple entry(const aex_capabilities* capabilities, std::size_t index) {
  py::list cores;
  for (std::size_t i = 0; i < aex_capabilities_core_count(capabilities, index); ++i) {
    cores.append(Core::of(aex_capabilities_core(capabilities, index, i)));
  }
  py::list formats;
  for (std::size_t i = 0; i < aex_capabilities_format_count(capabilities, index); ++i) {
    formats.append(text(aex_capabilities_format(capabilities, index, i)));
  }
  return py::make_tuple(text(aex_capabilities_version(capabilities, index)), cores, formats);
}

py::list capabilities(Gateway& gateway, const py::object& timeout_s) {
  Call call(timeout_s);
  aex_capabilities* made = nullptr;
  call.run([&](const aex_call_options* options, aex_error** error) {
    return aex_gateway_capabilities(&made, gateway.handle.get(), options, error);
  });
  const Owned<aex_capabilities> owned(made);
  py::list entries;
  for (std::size_t i = 0; i < aex_capabilities_count(made); ++i) entries.append(entry(made, i));
  return entries;
}

}  // namespace

void bind_service(py::module_& module) {
  py::class_<Gateway>(module, "Gateway")
      .def(py::init(&gateway), py::arg("client"), py::kw_only(), py::arg("timeout_s") = py::none())
      .def_property_readonly(
          "url", [](const Gateway& gateway) { return text(aex_gateway_url(gateway.handle.get())); })
      .def("check_worker", &check_worker, py::kw_only(), py::arg("timeout_s") = py::none())
      .def("capabilities", &capabilities, py::kw_only(), py::arg("timeout_s") = py::none());
  module.def("check_key", &check_key, py::arg("client"), py::kw_only(),
             py::arg("timeout_s") = py::none());
  module.def("channels", &channels, py::arg("client"), py::kw_only(),
             py::arg("timeout_s") = py::none());
}

}  // namespace aex::bindings
