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

std::unique_ptr<Gateway> gateway_at(std::shared_ptr<Client> client, const py::object& url) {
  const Text base(url);
  aex_gateway* made = nullptr;
  call([&](aex_error** error) {
    return aex_gateway_at(&made, client->handle.get(), base.get(), error);
  });
  return std::make_unique<Gateway>(Gateway{std::move(client), Owned<aex_gateway>(made)});
}

/** Runs `ask(out, options, error)`; gives the HTTP status and the text of its answer. */
template <class Ask>
py::tuple answer_of(const py::object& timeout_s, Ask&& ask) {
  Call call(timeout_s);
  aex_answer* made = nullptr;
  call.run([&](const aex_call_options* options, aex_error** error) {
    return ask(&made, options, error);
  });
  const Owned<aex_answer> owned(made);
  return py::make_tuple(aex_answer_http_status(made), text(aex_answer_text(made)));
}

template <aex_code (*ask)(aex_answer**, aex_gateway*, const aex_call_options*, aex_error**)>
py::tuple ask_gateway(Gateway& gateway, const py::object& timeout_s) {
  return answer_of(timeout_s, [&](auto** out, auto* options, auto** error) {
    return ask(out, gateway.handle.get(), options, error);
  });
}

py::tuple ask_signed_urls(Gateway& gateway, const py::object& uuid, const py::object& name,
                          const py::object& core, const py::object& timeout_s) {
  const Text id(uuid), called(name), on(core);
  return answer_of(timeout_s, [&](auto** out, auto* options, auto** error) {
    return aex_gateway_ask_signed_urls(out, gateway.handle.get(), id.get(), called.get(), on.get(),
                                       options, error);
  });
}

py::tuple ask_status(Client& client, const py::object& url, const py::object& timeout_s) {
  const Text signed_url(url);
  return answer_of(timeout_s, [&](auto** out, auto* options, auto** error) {
    return aex_client_ask_status(out, client.handle.get(), signed_url.get(), options, error);
  });
}

template <aex_code (*transfer)(aex_client*, const char*, const char*, const aex_call_options*,
                               aex_error**)>
void move_file(Client& client, const py::object& url, const py::object& path,
               const py::object& timeout_s) {
  const Text signed_url(url), file(path);
  Call call(timeout_s);
  call.run([&](const aex_call_options* options, aex_error** error) {
    return transfer(client.handle.get(), signed_url.get(), file.get(), options, error);
  });
}

}  // namespace

void bind_service(py::module_& module) {
  const py::arg_v timeout = py::arg("timeout_s") = py::none();
  py::class_<Gateway>(module, "Gateway")
      .def(py::init(&gateway), py::arg("client"), py::kw_only(), timeout)
      .def_property_readonly(
          "url", [](const Gateway& gateway) { return text(aex_gateway_url(gateway.handle.get())); })
      .def_static("at", &gateway_at, py::arg("client"), py::arg("url"))
      .def("ask_worker", &ask_gateway<aex_gateway_ask_worker>, py::kw_only(), timeout)
      .def("ask_capabilities", &ask_gateway<aex_gateway_ask_capabilities>, py::kw_only(), timeout)
      .def("ask_signed_urls", &ask_signed_urls, py::arg("uuid"), py::arg("name"), py::arg("core"),
           py::kw_only(), timeout)
      .def("check_worker", &check_worker, py::kw_only(), timeout)
      .def("capabilities", &capabilities, py::kw_only(), timeout);
  module.def("check_key", &check_key, py::arg("client"), py::kw_only(), timeout);
  module.def("ask_status", &ask_status, py::arg("client"), py::arg("url"), py::kw_only(), timeout);
  module.def("upload", &move_file<aex_client_upload>, py::arg("client"), py::arg("url"),
             py::arg("path"), py::kw_only(), timeout);
  module.def("download", &move_file<aex_client_download>, py::arg("client"), py::arg("url"),
             py::arg("path"), py::kw_only(), timeout);
  module.def("channels", &channels, py::arg("client"), py::kw_only(), timeout);
}

}  // namespace aex::bindings
