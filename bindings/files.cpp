#include "handles.hpp"

namespace aex::bindings {
namespace {

void seal(const py::object& path, const py::object& out, const py::object& key, int version) {
  const Text from(path), to(out), pem(key);
  call_without_gil([&](aex_error** error) {
    return aex_file_seal(from.get(), to.get(), pem.get(), version, error);
  });
}

int unseal(const py::object& path, const py::object& out, const py::object& key) {
  const Text from(path), to(out), pem(key);
  std::int32_t version = 0;
  call_without_gil([&](aex_error** error) {
    return aex_file_open(&version, from.get(), to.get(), pem.get(), error);
  });
  return version;
}

void seal_with_password(const py::object& path, const py::object& out, const std::string& password,
                        int version) {
  const Text from(path), to(out);
  call_without_gil([&](aex_error** error) {
    return aex_file_seal_with_password(from.get(), to.get(), password.data(), password.size(),
                                       version, error);
  });
}

int unseal_with_password(const py::object& path, const py::object& out,
                         const std::string& password) {
  const Text from(path), to(out);
  std::int32_t version = 0;
  call_without_gil([&](aex_error** error) {
    return aex_file_open_with_password(&version, from.get(), to.get(), password.data(),
                                       password.size(), error);
  });
  return version;
}

template <aex_code (*guess)(std::int32_t*, const char*, aex_error**)>
int guess_version(const py::object& path) {
  const Text from(path);
  std::int32_t version = 0;
  call_without_gil([&](aex_error** error) { return guess(&version, from.get(), error); });
  return version;
}

py::list sources(const py::object& path, bool only_existing) {
  const Text from(path);
  aex_sources* made = nullptr;
  call_without_gil([&](aex_error** error) {
    return aex_sources_read(&made, from.get(), only_existing ? 1 : 0, error);
  });
  const Owned<aex_sources> owned(made);
  py::list paths;
  for (std::size_t i = 0; i < aex_sources_count(made); ++i) {
    paths.append(text(aex_sources_path(made, i)));
  }
  return paths;
}

struct Hot {
  Owned<aex_hot> handle;
};

std::unique_ptr<Hot> read_hot(const py::object& path, const py::object& elf,
                              const py::object& workload) {
  const Text from(path), program(elf), name(workload);
  aex_hot* made = nullptr;
  call_without_gil([&](aex_error** error) {
    return aex_hot_read(&made, from.get(), program.get(), name.get(), error);
  });
  return std::make_unique<Hot>(Hot{Owned<aex_hot>(made)});
}

py::list hot_functions(const Hot& hot) {
  const aex_hot* const from = hot.handle.get();
  py::list list;
  for (std::size_t i = 0; i < aex_hot_function_count(from); ++i) {
    list.append(py::make_tuple(text(aex_hot_function_name(from, i)),
                               aex_hot_function_instructions(from, i, 1),
                               aex_hot_function_instructions(from, i, 0)));
  }
  return list;
}

py::list hot_lines(const Hot& hot) {
  const aex_hot* const from = hot.handle.get();
  py::list list;
  for (std::size_t i = 0; i < aex_hot_line_count(from); ++i) {
    list.append(py::make_tuple(text(aex_hot_line_path(from, i)), aex_hot_line_number(from, i),
                               aex_hot_line_instructions(from, i)));
  }
  return list;
}

void write_hot(const Hot& hot, const py::object& out, int form, std::uint32_t top) {
  const Text to(out);
  call_without_gil([&](aex_error** error) {
    return aex_hot_write(hot.handle.get(), form, top, to.get(), error);
  });
}

}  // namespace

void bind_files(py::module_& module) {
  const py::arg path("path"), out("out");
  module.def("seal", &seal, path, out, py::arg("public_key_pem"), py::arg("version"));
  module.def("unseal", &unseal, path, out, py::arg("private_key_pem"));
  module.def("seal_with_password", &seal_with_password, path, out, py::arg("password"),
             py::arg("version"));
  module.def("unseal_with_password", &unseal_with_password, path, out, py::arg("password"));
  module.def("guess_sealed", &guess_version<aex_file_guess_sealed>, path);
  module.def("guess_with_password", &guess_version<aex_file_guess_with_password>, path);
  module.def("sources", &sources, path, py::kw_only(), py::arg("only_existing") = false);
  py::class_<Hot>(module, "Hot")
      .def(py::init(&read_hot), path, py::arg("elf") = py::none(), py::arg("workload") = py::none())
      .def_property_readonly("total",
                             [](const Hot& hot) { return aex_hot_total(hot.handle.get()); })
      .def("functions", &hot_functions)
      .def("lines", &hot_lines)
      .def("write", &write_hot, out, py::arg("form"), py::arg("top"));
}

}  // namespace aex::bindings
