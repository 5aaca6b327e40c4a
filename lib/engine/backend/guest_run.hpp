/** One experiment's guests on their way, in this process or in a confined child of it. */
#pragma once

#include "atlasexplorer/log.hpp"
#include "engine/engine.hpp"
#include "os/child/child.hpp"

namespace aex::engine {

/** What is to be run, and where its reports may go. */
struct RunOrder {
  std::vector<std::string> workloads;
  std::string core;
  EngineLimits limits;
  std::string report_folder; /**< nothing is written outside of it */
};

/** As Engine, and: Code::guest_timeout after limits.max_wall_ms of running. */
class GuestRun {
 public:
  virtual ~GuestRun() = default;
  /** See Engine::advance(). Code::guest_process_lost when the child came to its end, whatever it
   *  was; final. */
  virtual Result<Progressed> advance(std::uint64_t instructions, Control& control) = 0;
  /** See Engine::write_reports(). `folder` lies in RunOrder::report_folder. */
  virtual Status write_reports(const std::string& folder, Control& control) = 0;
};

/** Loads the workloads, where limits.isolation says. Errors of Engine::create();
 *  Code::unsupported if the isolation that is required is not to be had; Code::no_memory and
 *  Code::io_failed if no process can be started. `files` is borrowed. */
Result<std::unique_ptr<GuestRun>> start_run(os::Files& files, const RunOrder& order,
                                            Control& control, const Log& log);

/** The two kinds, which start_run() chooses from. */
Result<std::unique_ptr<GuestRun>> start_direct_run(os::Files& files, const RunOrder& order);
/** `work` is what the child does: GuestChild, or what a test thinks up. */
Result<std::unique_ptr<GuestRun>> start_confined_run(os::Files& files, const RunOrder& order,
                                                     os::ChildWork& work, Control& control,
                                                     const Log& log);

/** Code::guest_timeout for the order. */
Error time_is_up(const RunOrder& order);

}  // namespace aex::engine
