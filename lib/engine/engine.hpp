/** The local engine: runs the workloads of one experiment in this process, a slice at a time, and
 *  writes the cloud's reports. Instruction counts are exact. What is not modelled is left out of
 *  the reports, and they name this engine, never the vendor's model. */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/control.hpp"
#include "engine/model/parameters.hpp"
#include "os/files.hpp"
#include "package/core.hpp"

namespace aex::engine {

/** Where guests run: see docs/engine.md. The Engine itself knows nothing of it. */
enum class Isolation : std::uint8_t {
  automatic, /**< as confined as this system allows */
  required,  /**< in a child process with limits and a filter of system calls, or not at all */
  off,       /**< in this process */
};

/** What each workload may use. */
struct EngineLimits {
  std::uint64_t max_instructions = UINT64_C(1) << 40;
  std::uint64_t max_guest_bytes = UINT64_C(1) << 30;
  std::uint64_t max_stdout_bytes = UINT64_C(1) << 20;
  /** Of running, all workloads together, loading and writing reports included. */
  std::uint64_t max_wall_ms = 3'600'000;
  Isolation isolation = Isolation::automatic;
  /** How many instructions of each workload are traced, from its first; 0: none are. */
  std::uint64_t max_traced_instructions = 0;
  /** Of a core that has a model; another one's instructions are counted alone. */
  ModelLevel model = ModelLevel::cycles;
};

/** How far a run is. */
struct Progressed {
  bool is_finished = false;
  std::uint64_t retired = 0; /**< instructions so far, of all workloads */
};

/** What became of one workload. */
struct WorkloadOutcome {
  std::string name;          /**< base name */
  std::uint64_t retired = 0; /**< instructions */
  int exit_status = 0;
  std::string output; /**< standard output and error, as far as kept */
  bool is_output_cut = false;
  std::vector<std::uint64_t> unknown_calls; /**< see Kernel::unknown_calls() */
};

class Engine {
 public:
  /** Loads one workload onto each hardware thread, in order. `files` is borrowed.
   *  Code::core_unknown; Code::invalid_argument for more workloads than threads, or none;
   *  Code::unsupported for a core that is not of 64 bits; Code::guest_too_large; Code::no_memory;
   *  what elf::check_workload() refuses; errors of reading. */
  static Result<Engine> create(os::Files& files, const std::vector<std::string>& workloads,
                               const std::string& core, const EngineLimits& limits = {});
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  /** Runs at most `instructions` more. Looks at `control` every few milliseconds and reports
   *  progress as instructions of Stage::poll. Code::cancelled, Code::timeout: may go on later.
   *  Final: Code::guest_illegal_instruction, guest_bad_access, guest_aborted, guest_budget,
   *  guest_too_large, with the workload's path and the address. */
  Result<Progressed> advance(std::uint64_t instructions, Control& control);

  /** After the end. What became of the workloads, in order. */
  std::vector<WorkloadOutcome> outcomes() const;

  /** After the end, once. Writes `<folder>/summary/summary.json`, the summaries of regions of
   *  interest beside it and, for each workload,
   *  `<folder>/<name>_Instruction_Counts/inst_counts.txt` (name without ".elf") and, if it wrote
   *  anything, `<folder>/<name>_Output/output.txt`, each whole or not at all; makes the folders
   *  that are missing. Where traces are wanted, runs the workloads again, step by step, for
   *  `<folder>/<name>_Instruction_Trace/inst_trace.txt` and
   *  `.experiment/<workload>.zstf` beside `folder`: its last part must then be "reports". */
  Status write_reports(const std::string& folder);

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace aex::engine
