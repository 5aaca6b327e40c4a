#include "binding.hpp"
#include "handles.hpp"

namespace aex::bindings {
namespace {

std::unique_ptr<Settings> load(const py::object& api_key, const py::object& channel,
                               const py::object& region, const py::object& global_api,
                               const py::object& ca_file, const py::object& package_format,
                               const py::object& log) {
  const Text texts[] = {Text(api_key), Text(channel),        Text(region), Text(global_api),
                        Text(ca_file), Text(package_format), Text(log)};
  aex_settings_options given = AEX_SETTINGS_OPTIONS_INIT;
  given.api_key = texts[0].get();
  given.channel = texts[1].get();
  given.region = texts[2].get();
  given.global_api = texts[3].get();
  given.ca_file = texts[4].get();
  given.package_format = texts[5].get();
  given.log = texts[6].get();
  aex_settings* made = nullptr;
  call_without_gil([&](aex_error** error) { return aex_settings_load(&made, &given, error); });
  return std::make_unique<Settings>(Settings{Owned<aex_settings>(made)});
}

void save(const Settings& settings) {
  call_without_gil(
      [&](aex_error** error) { return aex_settings_save(settings.handle.get(), error); });
}

py::list rows(const Settings& settings) {
  const aex_settings* handle = settings.handle.get();
  py::list made;
  for (std::size_t i = 0; i < aex_settings_row_count(handle); ++i) {
    made.append(py::make_tuple(text(aex_settings_row_name(handle, i)),
                               text(aex_settings_row_value(handle, i)),
                               text(aex_settings_row_origin(handle, i))));
  }
  return made;
}

template <const char* (*getter)(const aex_settings*)>
py::str field(const Settings& settings) {
  return text(getter(settings.handle.get()));
}

}  // namespace

void bind_settings(py::module_& module) {
  py::class_<Settings>(module, "Settings")
      .def(py::init(&load), py::kw_only(), py::arg("api_key") = py::none(),
           py::arg("channel") = py::none(), py::arg("region") = py::none(),
           py::arg("global_api") = py::none(), py::arg("ca_file") = py::none(),
           py::arg("package_format") = py::none(), py::arg("log") = py::none())
      .def("save", &save)
      .def("rows", &rows)
      .def_property_readonly("path", &field<aex_settings_path>)
      .def_property_readonly("api_key", &field<aex_settings_api_key>)
      .def_property_readonly("channel", &field<aex_settings_channel>)
      .def_property_readonly("region", &field<aex_settings_region>)
      .def_property_readonly("global_api", &field<aex_settings_global_api>)
      .def_property_readonly("ca_file", &field<aex_settings_ca_file>)
      .def_property_readonly("package_format", &field<aex_settings_package_format>)
      .def_property_readonly("extension_version", &field<aex_settings_extension_version>)
      .def_property_readonly("has_credentials",
                             [](const Settings& settings) {
                               return aex_settings_has_credentials(settings.handle.get()) != 0;
                             })
      .def_property_readonly("log_level", [](const Settings& settings) {
        return aex_settings_log_level(settings.handle.get());
      });
}

}  // namespace aex::bindings
