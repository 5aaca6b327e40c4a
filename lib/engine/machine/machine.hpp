/** One guest: a program, its memory, its hardware thread and its kernel. Runs in slices. */
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/interpreter/access_log.hpp"
#include "engine/machine/blocks.hpp"
#include "engine/machine/strides.hpp"
#include "engine/model/model.hpp"
#include "engine/process/kernel.hpp"
#include "engine/process/loader.hpp"

namespace aex::engine {

struct Cursor;
enum class Trap : std::uint8_t;

/** What one guest may use. */
struct MachineLimits {
  std::uint64_t max_guest_bytes = UINT64_C(1) << 30;
  std::uint64_t max_stdout_bytes = UINT64_C(1) << 20;
};

/** Instructions between two markers, the closing one included; up to the end without one. */
struct Region {
  std::uint64_t begin = 0; /**< instructions that had retired, the opening marker included */
  std::uint64_t end = 0;
  Counters counters_before; /**< of the model, if there is one */
  Counters counters_after;
};

class Machine {
 public:
  enum class State : std::uint8_t { running, exited, failed };

  /** Loads the program at `path`. Errors of elf::check_workload() and load_program(). */
  static Result<std::unique_ptr<Machine>> load(os::Files& files, const std::string& path, int xlen,
                                               const MachineLimits& limits);
  /** From a program that is loaded already; `name` is for errors. */
  Machine(LoadedProgram program, std::string name, const MachineLimits& limits);

  /** Lets a model watch, from the next instruction on. */
  void attach(std::unique_ptr<Model> model) { model_ = std::move(model); }
  /** Logs the accesses of every instruction from now on, in place of a model and of strides: for
   *  steps of one instruction. Borrowed. */
  void attach(AccessLog& log) { log_ = &log; }
  /** nullptr if there is none. Borrowed. */
  const Model* model() const { return model_.get(); }

  /** Runs at most `instructions` more; fewer when the guest ends or makes costly calls. */
  State run(std::uint64_t instructions);

  /** What run() does first: if the turn of the guest's thread is over, hart() becomes the next
   *  thread's. */
  State change_thread();

  State state() const { return state_; }
  /** Why the guest failed: Code::guest_illegal_instruction, guest_bad_access, guest_aborted or
   *  guest_too_large, with the address; only in State::failed. */
  const Error& failure() const { return *failure_; }

  const Hart& hart() const { return hart_; }
  Memory& memory() { return memory_; }
  const Kernel& kernel() const { return kernel_; }
  const StrideBook& strides() const { return strides_; }
  const std::vector<Region>& regions() const { return regions_; }
  /** How often each instruction retired, by address. */
  std::vector<Count> counts() {
    forget_code();
    return blocks_.take_counts();
  }

 private:
  Trap run_block(Block* block, std::uint64_t limit);
  Trap run_part(const Block& block, std::uint64_t limit);
  void handle(Trap trap, std::uint64_t& limit);
  void go_on(Kernel::Next next, std::uint64_t place);
  void handle_call(std::uint64_t& limit);
  bool signal_fault(const Signal& fault, std::uint64_t& limit);
  void handle_breakpoint(std::uint64_t& limit);
  void handle_illegal(std::uint64_t& limit);
  void handle_bad_fetch(std::uint64_t& limit);
  void handle_bad_access(const char* what, PageRight right, std::uint64_t& limit);
  bool open_memory();
  bool halts(const Block& block) const;
  Trap run_noting(Cursor& cursor, std::uint64_t limit);
  Trap run_on(Cursor& cursor, std::uint64_t limit);
  void forget_code();
  void check_code_size();
  void check_counted_addresses();
  void change_code(std::uint64_t& limit);
  void begin_region();
  void end_region();
  void fail(Code code, const std::string& what);

  std::string name_;
  Memory memory_;
  Hart hart_;
  Kernel kernel_;
  Blocks blocks_;
  StrideBook strides_;
  std::unique_ptr<Model> model_;
  AccessLog* log_ = nullptr;
  std::vector<Region> regions_;
  bool is_in_region_ = false;
  bool is_memory_open_ = false;
  State state_ = State::running;
  std::optional<Error> failure_;
};

}  // namespace aex::engine
