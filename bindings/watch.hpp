/** The progress hook of one call: tells Python, and lets signals end the call. */
#pragma once

#include <chrono>
#include <optional>
#include <utility>

#include "binding.hpp"

namespace aex::bindings {

/** One notice, as Python sees it. */
struct Notice {
  Notice(std::string in, std::uint64_t now, std::uint64_t of, double since_s)
      : stage(std::move(in)), done(now), total(of), elapsed_s(since_s) {}

  std::string stage;
  std::uint64_t done;
  std::uint64_t total;
  double elapsed_s;
};

/** Made and destroyed with the GIL. The callback is told of every new stage, of the end of each,
 *  and else at most every 50 ms. It ends the call by returning True or by raising. */
class Watch {
 public:
  /** `on_progress` may be None. */
  explicit Watch(py::object on_progress) : on_progress_(std::move(on_progress)) {}

  static std::int32_t hook(const aex_progress* progress, void* self);

  /** Runs `body(aex_error**) -> aex_code` without the GIL; raises what the hook met, else what the
   *  call says. */
  template <class Body>
  void run(Body&& body) {
    aex_error* error = nullptr;
    aex_code code = AEX_OK;
    {
      const py::gil_scoped_release released;
      code = body(&error);
    }
    if (caught_) aex_error_free(std::exchange(error, nullptr));
    if (caught_) throw std::move(*caught_);
    settle(code, error);
  }

 private:
  bool is_due(const aex_progress& progress);
  std::int32_t tell(const aex_progress& progress);

  py::object on_progress_;
  std::optional<py::error_already_set> caught_;
  aex_stage stage_ = 0;
  std::chrono::steady_clock::time_point told_{};
};

/** A call with a time limit and a watch. */
struct Call {
  explicit Call(const py::object& timeout_s, py::object on_progress = py::none());

  /** Runs `body(const aex_call_options*, aex_error**) -> aex_code` as Watch::run. */
  template <class Body>
  void run(Body&& body) {
    watch.run([&](aex_error** error) { return body(&options, error); });
  }

  Watch watch;
  aex_call_options options = AEX_CALL_OPTIONS_INIT;
};

/** Milliseconds for C, in which 0 means the default: None gives `standard`, 0 gives 1 ms, infinity
 *  UINT64_MAX. ValueError for less than 0 and for NaN. */
std::uint64_t milliseconds(const py::object& seconds, std::uint64_t standard);

}  // namespace aex::bindings
