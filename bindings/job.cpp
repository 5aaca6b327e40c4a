#include "handles.hpp"
#include "watch.hpp"

namespace aex::bindings {
namespace {

std::unique_ptr<Job> open(std::shared_ptr<Client> client, const py::object& directory) {
  const Text path(directory);
  aex_job* made = nullptr;
  call_without_gil([&](aex_error** error) {
    return aex_job_open(&made, client->handle.get(), path.get(), error);
  });
  return std::make_unique<Job>(std::move(client), made);
}

const char* last_state(const Job& job) {
  return aex_job_state_name(aex_job_last_state(job.handle.get()));
}

const char* poll(Job& job, const py::object& timeout_s, py::object on_progress) {
  const Turn::Taken taken(job.turn);
  Call call(timeout_s, std::move(on_progress));
  aex_job_state state = AEX_JOB_SUBMITTED;
  call.run([&](const aex_call_options* options, aex_error** error) {
    return aex_job_poll(&state, job.handle.get(), options, error);
  });
  return aex_job_state_name(state);
}

aex_wait_options wait_options(Watch& watch, const py::object& timeout_s,
                              const py::object& poll_first_s, const py::object& poll_longest_s) {
  aex_wait_options options = AEX_WAIT_OPTIONS_INIT;
  options.timeout_ms = milliseconds(timeout_s, UINT64_MAX);
  options.poll_first_ms = milliseconds(poll_first_s, 0);
  options.poll_longest_ms = milliseconds(poll_longest_s, 0);
  options.progress = &Watch::hook;
  options.progress_payload = &watch;
  return options;
}

void wait(Job& job, const py::object& timeout_s, const py::object& poll_first_s,
          const py::object& poll_longest_s, py::object on_progress) {
  const Turn::Taken taken(job.turn);
  Watch watch(std::move(on_progress));
  const aex_wait_options options = wait_options(watch, timeout_s, poll_first_s, poll_longest_s);
  watch.run([&](aex_error** error) { return aex_job_wait(job.handle.get(), &options, error); });
}

std::unique_ptr<Report> result(Job& job, const py::object& timeout_s,
                               const py::object& poll_first_s, const py::object& poll_longest_s,
                               py::object on_progress) {
  const Turn::Taken taken(job.turn);
  Watch watch(std::move(on_progress));
  const aex_wait_options options = wait_options(watch, timeout_s, poll_first_s, poll_longest_s);
  aex_report* made = nullptr;
  watch.run(
      [&](aex_error** error) { return aex_job_result(&made, job.handle.get(), &options, error); });
  return std::make_unique<Report>(Report{Owned<aex_report>(made)});
}

void download(Job& job, const py::object& path, const py::object& timeout_s) {
  const Text file(path);
  const Turn::Taken taken(job.turn);
  Call call(timeout_s);
  call.run([&](const aex_call_options* options, aex_error** error) {
    return aex_job_download(job.handle.get(), file.get(), options, error);
  });
}

void discard(Job& job) {
  const Turn::Taken taken(job.turn);
  call_without_gil([&](aex_error** error) { return aex_job_discard(job.handle.get(), error); });
}

/* (name, directory, core, state, created_ms) of each. */
py::list list_jobs(const py::object& directory) {
  const Text path(directory);
  aex_jobs* read = nullptr;
  call_without_gil([&](aex_error** error) { return aex_jobs_list(&read, path.get(), error); });
  const Owned<aex_jobs> jobs(read);
  py::list entries;
  for (std::size_t i = 0; i < aex_jobs_count(read); ++i) {
    entries.append(py::make_tuple(text(aex_jobs_name(read, i)), text(aex_jobs_directory(read, i)),
                                  text(aex_jobs_core(read, i)), aex_jobs_state(read, i),
                                  aex_jobs_created_ms(read, i)));
  }
  return entries;
}

std::size_t clean_jobs(const py::object& directory) {
  const Text path(directory);
  std::size_t removed = 0;
  call_without_gil([&](aex_error** error) { return aex_jobs_clean(&removed, path.get(), error); });
  return removed;
}

template <const char* (*getter)(const aex_job*)>
py::str field(const Job& job) {
  return text(getter(job.handle.get()));
}

}  // namespace

void bind_job(py::module_& module) {
  const auto none = py::none();
  py::class_<Job>(module, "Job")
      .def(py::init(&open), py::arg("client"), py::arg("directory"))
      .def_property_readonly("name", &field<aex_job_name>)
      .def_property_readonly("directory", &field<aex_job_directory>)
      .def_property_readonly("core", &field<aex_job_core>)
      .def_property_readonly("backend", &field<aex_job_backend>)
      .def_property_readonly("uuid", &field<aex_job_uuid>)
      .def_property_readonly("last_state", &last_state)
      .def_property_readonly(
          "running_answers",
          [](const Job& job) { return aex_job_running_answers(job.handle.get()); })
      .def("download", &download, py::arg("path"), py::kw_only(), py::arg("timeout_s") = none)
      .def_property_readonly("is_idle", [](const Job& job) { return job.turn.is_free(); })
      .def("poll", &poll, py::kw_only(), py::arg("timeout_s") = none, py::arg("on_progress") = none)
      .def("wait", &wait, py::kw_only(), py::arg("timeout_s") = none,
           py::arg("poll_first_s") = none, py::arg("poll_longest_s") = none,
           py::arg("on_progress") = none)
      .def("result", &result, py::kw_only(), py::arg("timeout_s") = none,
           py::arg("poll_first_s") = none, py::arg("poll_longest_s") = none,
           py::arg("on_progress") = none)
      .def("cancel", [](Job& job) { aex_job_cancel(job.handle.get()); })
      .def("discard", &discard);
  module.def("list_jobs", &list_jobs, py::arg("directory"));
  module.def("clean_jobs", &clean_jobs, py::arg("directory"));
}

}  // namespace aex::bindings
