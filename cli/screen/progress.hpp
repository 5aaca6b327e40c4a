/** Shows on stderr how far a run is. */
#pragma once

#include "atlasexplorer/progress.hpp"

namespace aex::cli {

/** On a terminal one line that is rewritten, elsewhere one line a stage. */
class ProgressDisplay {
 public:
  /** `is_local`: stage `poll` is the engine at work and counts instructions. */
  explicit ProgressDisplay(bool is_local);
  ~ProgressDisplay() { finish(); }
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /** A ProgressHook whose payload is a ProgressDisplay. */
  static bool hook(const Progress& progress, void* display);
  /** Takes the live line away. */
  void finish();

 private:
  void show(const Progress& progress);
  void redraw(const Progress& progress);

  bool is_local_;
  bool is_live_;
  bool is_shown_ = false;
  Progress last_ = {Stage(0), 0, 0, 0};
  std::uint64_t drawn_ms_ = 0;
};

}  // namespace aex::cli
