#include "handles.hpp"

namespace aex::bindings {
namespace {

std::unique_ptr<Report> open(const py::object& path) {
  const Text given(path);
  aex_report* made = nullptr;
  call_without_gil([&](aex_error** error) { return aex_report_open(&made, given.get(), error); });
  return std::make_unique<Report>(Report{Owned<aex_report>(made)});
}

py::object value(const aex_metric* metric) {
  switch (aex_metric_value_kind(metric)) {
    case AEX_METRIC_INTEGER: return py::int_(aex_metric_integer(metric));
    case AEX_METRIC_REAL: return py::float_(aex_metric_real(metric));
    default: return text(aex_metric_text(metric));
  }
}

py::list metrics(const Report& report) {
  py::list list;
  for (std::size_t i = 0; i < aex_report_metric_count(report.handle.get()); ++i) {
    const aex_metric* metric = aex_report_metric(report.handle.get(), i);
    list.append(py::make_tuple(text(aex_metric_name(metric)), value(metric),
                               text(aex_metric_description(metric)),
                               aex_metric_visibility(metric)));
  }
  return list;
}

py::list files(const Report& report) {
  py::list list;
  for (std::size_t i = 0; i < aex_report_file_count(report.handle.get()); ++i) {
    list.append(text(aex_report_file(report.handle.get(), i)));
  }
  return list;
}

py::list workloads(const Report& report) {
  const aex_report* handle = report.handle.get();
  py::list list;
  for (std::size_t i = 0; i < aex_report_workload_count(handle); ++i) {
    list.append(py::make_tuple(text(aex_report_workload_name(handle, i)),
                               aex_report_workload_exit_status(handle, i),
                               text(aex_report_workload_output(handle, i)),
                               aex_report_workload_output_is_cut(handle, i) != 0));
  }
  return list;
}

py::object cycle_interval(const Report& report) {
  std::int64_t low = 0, high = 0;
  if (aex_report_cycle_interval(&low, &high, report.handle.get()) == 0) return py::none();
  return py::make_tuple(low, high);
}

template <std::int32_t (*getter)(std::int64_t*, const aex_report*)>
py::object total(const Report& report) {
  std::int64_t number = 0;
  if (getter(&number, report.handle.get()) == 0) return py::none();
  return py::int_(number);
}

template <const char* (*getter)(const aex_report*)>
py::str field(const Report& report) {
  return text(getter(report.handle.get()));
}

}  // namespace

void bind_report(py::module_& module) {
  py::class_<Report>(module, "Report")
      .def(py::init(&open), py::arg("path"))
      .def("metrics", &metrics)
      .def("files", &files)
      .def("workloads", &workloads)
      .def_property_readonly("cycles", &total<aex_report_total_cycles>)
      .def_property_readonly("instructions", &total<aex_report_total_instructions>)
      .def_property_readonly("is_estimate",
                             [](const Report& report) {
                               return aex_report_total_cycles_is_estimate(report.handle.get()) != 0;
                             })
      .def_property_readonly("cycle_interval", &cycle_interval)
      .def_property_readonly("cycle_model", &field<aex_report_cycle_model>)
      .def_property_readonly("simulator", &field<aex_report_simulator>)
      .def_property_readonly("core", &field<aex_report_core>)
      .def_property_readonly("summary_path", &field<aex_report_summary_path>)
      .def_property_readonly("directory", &field<aex_report_directory>);
}

}  // namespace aex::bindings
