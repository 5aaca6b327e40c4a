/** How a run tells where it is, and how it is asked to stop. */
#pragma once

#include <cstdint>

namespace aex {

/** The ten stages of a run, in their order. */
enum class Stage : std::uint8_t {
  config = 1,
  gateway,
  package,
  encrypt,
  upload,
  poll,
  download,
  decrypt,
  unpack,
  report,
};

/** The stage's name in lower case, e.g. "upload". Static.
 *  @since 4.0 */
const char* stage_name(Stage stage) noexcept;

/** One notice of progress. */
struct Progress {
  Stage stage = Stage::config;
  std::uint64_t done_bytes = 0;  /**< within this stage; instructions when the engine runs */
  std::uint64_t total_bytes = 0; /**< 0: not known */
  std::uint64_t elapsed_ms = 0;  /**< since the run began */
};

/** Called often, from the thread that runs. Return true to cancel the run. */
using ProgressHook = bool (*)(const Progress& progress, void* payload);

}  // namespace aex
