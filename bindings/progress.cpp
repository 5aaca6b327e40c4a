#include <cmath>

#include "watch.hpp"

namespace aex::bindings {
namespace {

constexpr std::chrono::milliseconds kBetweenNotices(50);
constexpr double kMsPerS = 1000.0;
constexpr double kLongestS = 1e15;

py::object fraction(const Notice& notice) {
  if (notice.total == 0) return py::none();
  return py::float_(static_cast<double>(notice.done) / static_cast<double>(notice.total));
}

std::string repr(const Notice& notice) {
  return "Progress(stage='" + notice.stage + "', done=" + std::to_string(notice.done) +
         ", total=" + std::to_string(notice.total) + ")";
}

}  // namespace

bool Watch::is_due(const aex_progress& progress) {
  const auto now = std::chrono::steady_clock::now();
  const bool is_end = progress.total_bytes != 0 && progress.done_bytes == progress.total_bytes;
  if (progress.stage == stage_ && !is_end && now - told_ < kBetweenNotices) return false;
  stage_ = progress.stage;
  told_ = now;
  return true;
}

std::int32_t Watch::tell(const aex_progress& progress) {
  const py::gil_scoped_acquire acquired;
  try {
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (on_progress_.is_none()) return 0;
    const Notice notice(aex_stage_name(progress.stage), progress.done_bytes, progress.total_bytes,
                        static_cast<double>(progress.elapsed_ms) / kMsPerS);
    return on_progress_(notice).ptr() == Py_True ? 1 : 0;
  } catch (py::error_already_set& error) {
    caught_ = std::move(error);
    return 1;
  }
}

std::int32_t Watch::hook(const aex_progress* progress, void* self) {
  auto& watch = *static_cast<Watch*>(self);
  if (watch.caught_) return 1;
  return watch.is_due(*progress) ? watch.tell(*progress) : 0;
}

Call::Call(const py::object& timeout_s, py::object on_progress) : watch(std::move(on_progress)) {
  options.timeout_ms = milliseconds(timeout_s, 0);
  options.progress = &Watch::hook;
  options.progress_payload = &watch;
}

std::uint64_t milliseconds(const py::object& seconds, std::uint64_t standard) {
  if (seconds.is_none()) return standard;
  const double given = seconds.cast<double>();
  if (!(given >= 0)) throw py::value_error("a time must be 0 s or more");
  if (given > kLongestS) return UINT64_MAX;
  return given == 0 ? 1 : static_cast<std::uint64_t>(std::ceil(given * kMsPerS));
}

void bind_progress(py::module_& module) {
  py::class_<Notice>(module, "Progress", R"(Where a call is.

``stage`` is one of config, gateway, package, encrypt, upload, poll, download, decrypt, unpack and
report; ``done`` and ``total`` are bytes within the stage (instructions when the local engine runs;
``total`` is 0 when it is not known); ``elapsed_s`` is seconds since the call began.)")
      .def(py::init<std::string, std::uint64_t, std::uint64_t, double>(), py::arg("stage"),
           py::arg("done") = 0, py::arg("total") = 0, py::arg("elapsed_s") = 0.0)
      .def_readonly("stage", &Notice::stage,
                    "Where the run is: config, gateway, package, encrypt, "
                    "upload, poll, download, decrypt, unpack or report.")
      .def_readonly("done", &Notice::done,
                    "How much of the stage is done, in bytes; instructions for the engine.")
      .def_readonly("total", &Notice::total, "Of how much; 0 when not known.")
      .def_readonly("elapsed_s", &Notice::elapsed_s, "Seconds since the call began.")
      .def_property_readonly("fraction", &fraction, "done / total; None when not known")
      .def("__repr__", &repr);
}

}  // namespace aex::bindings
