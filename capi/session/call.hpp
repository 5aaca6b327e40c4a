/** One call that may take time: its deadline, its progress hook and the flag that cancels it. */
#pragma once

#include <atomic>

#include "atlasexplorer/progress.h"
#include "base/control.hpp"
#include "capi/boundary.hpp"

namespace aex::capi {

class Call {
 public:
  /** `timeout_ms` 0: none. `stop` may be NULL; else it ends the call from any thread. */
  Call(std::uint64_t timeout_ms, aex_progress_hook hook, void* payload,
       const std::atomic<bool>* stop);
  explicit Call(const aex_call_options& options, const std::atomic<bool>* stop = nullptr)
      : Call(options.timeout_ms, options.progress, options.progress_payload, stop) {}

  Control& control() { return control_; }

 private:
  static bool tell(const Progress& progress, void* self);

  aex_progress_hook hook_;
  void* payload_;
  Control control_;
};

}  // namespace aex::capi
