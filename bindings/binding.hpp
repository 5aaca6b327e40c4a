/** What every binding shares: owned handles, failures as Python exceptions, and turns. */
#pragma once

#include <pybind11/pybind11.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "atlasexplorer/atlasexplorer.h"

namespace aex::bindings {

namespace py = pybind11;

/** Releases a handle of the C interface by overload. */
struct Release {
  void operator()(aex_settings* handle) const { aex_settings_free(handle); }
  void operator()(aex_client* handle) const { aex_client_free(handle); }
  void operator()(aex_cores* handle) const { aex_cores_free(handle); }
  void operator()(aex_channels* handle) const { aex_channels_free(handle); }
  void operator()(aex_gateway* handle) const { aex_gateway_free(handle); }
  void operator()(aex_capabilities* handle) const { aex_capabilities_free(handle); }
  void operator()(aex_answer* handle) const { aex_answer_free(handle); }
  void operator()(aex_sources* handle) const { aex_sources_free(handle); }
  void operator()(aex_hot* handle) const { aex_hot_free(handle); }
  void operator()(aex_experiment* handle) const { aex_experiment_free(handle); }
  void operator()(aex_job* handle) const { aex_job_free(handle); }
  void operator()(aex_report* handle) const { aex_report_free(handle); }
  void operator()(aex_error* handle) const { aex_error_free(handle); }
  void operator()(aex_jobs* handle) const { aex_jobs_free(handle); }
};
template <class Handle>
using Owned = std::unique_ptr<Handle, Release>;

/** Returns if `code` is AEX_OK; else raises the exception that the package has for the error.
 *  Takes the error over. Needs the GIL. */
void settle(aex_code code, aex_error* error);

/** Runs `body(aex_error**) -> aex_code` with the GIL held: for calls that do not block. */
template <class Body>
void call(Body&& body) {
  aex_error* error = nullptr;
  const aex_code code = body(&error);
  settle(code, error);
}

/** The same without the GIL: for calls that read or write files. */
template <class Body>
void call_without_gil(Body&& body) {
  aex_error* error = nullptr;
  aex_code code = AEX_OK;
  {
    const py::gil_scoped_release released;
    code = body(&error);
  }
  settle(code, error);
}

/** Text of the library for Python; what is not UTF-8, as file names may be, survives a round trip
 *  through os.fsencode. */
py::str text(const char* utf8);

/** A str argument for C, which ends strings at NUL: ValueError if there is one inside. */
class Text {
 public:
  Text() = default;
  explicit Text(const py::handle& given);
  /** NULL if None was given. */
  const char* get() const { return is_given_ ? bytes_.c_str() : nullptr; }

 private:
  std::string bytes_;
  bool is_given_ = false;
};

/** Whose turn it is to use an object that is for one thread at a time. */
class Turn {
 public:
  /** Waits for its turn without the GIL, heeding signals; needs the GIL. RuntimeError when the
   *  thread has the turn already: a progress callback that uses its own job. */
  class Taken {
   public:
    explicit Taken(Turn& turn);
    ~Taken();
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;

   private:
    Turn& turn_;
  };

  /** False if a call is running. */
  bool is_free() const { return owner_.load() == std::thread::id(); }

 private:
  std::timed_mutex mutex_;
  std::atomic<std::thread::id> owner_{};
};

/* One for each noun, called by the module in this order. */
void bind_errors(py::module_& module);
void bind_progress(py::module_& module);
void bind_settings(py::module_& module);
void bind_client(py::module_& module);
void bind_service(py::module_& module);
void bind_experiment(py::module_& module);
void bind_job(py::module_& module);
void bind_report(py::module_& module);
void bind_files(py::module_& module);

}  // namespace aex::bindings
