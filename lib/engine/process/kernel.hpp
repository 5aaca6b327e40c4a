/** The system calls that a guest may make. None of them touches the host: output is captured,
 *  input is empty, there are no files, the clock counts instructions, and random numbers repeat. */
#pragma once

#include <set>
#include <string>

#include "engine/interpreter/hart.hpp"
#include "engine/machine/memory.hpp"
#include "engine/process/loader.hpp"
#include "engine/process/signals.hpp"
#include "engine/process/threads.hpp"

namespace aex::engine {

/** Whether the ebreak just before `pc` is a semihosting call: how a bare-metal program asks its
 *  debugger for input, output and its end. The instruction before and the one after say that it is
 *  meant so; see "RISC-V Semihosting" of RISC-V International, whose operations are Arm's. */
bool is_semihosting(const Memory& memory, std::uint64_t pc);

class Kernel {
 public:
  /** What the guest does after a call. */
  enum class Next : std::uint8_t {
    go_on,
    exited,
    killed,
    stuck, /**< all its threads wait for each other */
  };

  static constexpr std::uint64_t kSemihosting = UINT64_C(1) << 32;

  Kernel(const GuestLayout& layout, std::uint64_t max_stdout_bytes);

  /** Carries out the call in a7 and leaves its result in a0. An unknown one gives -ENOSYS. */
  Next call(Hart& hart, Memory& memory);

  /** Carries out the semihosting operation in a0 with the parameters at a1. */
  Next semihost(Hart& hart, Memory& memory);

  /** Lets the guest's handler of a fault begin, if it has one. */
  bool handle_fault(Hart& hart, Memory& memory, const Signal& fault);

  /** Where another thread takes over, in retired instructions; see take_turns(). */
  std::uint64_t turn_end() const { return threads_.turn_end(); }
  /** Lets the next thread go on. */
  Next take_turns(Hart& hart, Memory& memory);

  int exit_status() const { return exit_status_; }
  /** The signal that ended the guest; 0 if none. */
  int signal() const { return signal_; }
  /** What it wrote to standard output and standard error, as far as that was kept. */
  const std::string& output() const { return output_; }
  bool is_output_cut() const { return is_output_cut_; }
  /** Numbers of the calls that were made and are not known; kSemihosting is added to those of
   *  semihosting operations. */
  const std::set<std::uint64_t>& unknown_calls() const { return unknown_calls_; }
  /** True once after the guest changed what may be executed. */
  bool take_code_change();
  /** Bytes of guest memory that calls have filled since this was asked last: their cost. */
  std::uint64_t take_work();

 private:
  using Number = std::uint64_t;
  /** One call in progress. */
  struct Call {
    Hart& hart;
    Memory& memory;
    Number argument(unsigned index) const { return hart.x[10 + index]; }
  };
  using Handler = std::int64_t (Kernel::*)(Call& call);
  static Handler find(Number number);

#define AEX_CALL(number, name) std::int64_t name(Call& call);
#include "engine/process/calls.def"
#undef AEX_CALL
  std::int64_t semihost_operation(Call& call);
  std::int64_t semihost_open(Call& call);
  std::int64_t semihost_read(Call& call);
  std::int64_t semihost_seek(Call& call);
  std::int64_t semihost_text(Call& call);
  std::int64_t semihost_write(Call& call);
  std::int64_t semihost_name(Call& call);
  std::int64_t semihost_exit(Call& call);
  std::int64_t semihost_clock(Call& call);
  std::int64_t semihost_unknown(Call& call);
  std::int64_t send_signal(Number number, int code, int thread);
  std::int64_t start_thread(Call& call, Number flags, Number stack, Number parent_at,
                            Number storage, Number child_at);
  std::int64_t wait_at(Call& call, Number operation);
  std::uint64_t deadline_ns(const Hart& hart, std::uint64_t seconds, std::uint64_t nanoseconds,
                            bool is_absolute, bool is_calendar) const;
  std::int64_t read_deadline(Call& call, Number time_at, bool is_absolute, bool is_calendar,
                             std::uint64_t& deadline) const;
  std::int64_t sleep(Call& call, Number time_at, bool is_absolute, bool is_calendar);
  std::uint64_t return_code(Memory& memory);
  void deliver_signals(Hart& hart, Memory& memory);
  std::int64_t write_out(Memory& memory, std::uint64_t address, std::uint64_t size);
  std::int64_t move_break(Memory& memory, std::uint64_t wanted);
  std::uint64_t move_mapping(Memory& memory, std::uint64_t from, std::uint64_t old_size,
                             std::uint64_t size);
  std::uint64_t find_room(const Memory& memory, std::uint64_t size);
  void map(Memory& memory, std::uint64_t address, std::uint64_t size, unsigned rights);
  std::uint64_t now_ns(const Hart& hart) const;
  std::int64_t epoch_seconds(const Hart& hart) const;

  GuestLayout layout_;
  std::uint64_t break_;
  std::uint64_t map_begin_; /**< the lowest mapping; a place for the next is below it */
  std::uint64_t max_stdout_bytes_;
  std::uint64_t slept_ns_ = 0;
  std::uint64_t random_state_ = 0;
  std::size_t features_at_ = 0; /**< where semihosting reads its list of features next */
  std::uint64_t work_ = 0;
  Signals signals_;
  Threads threads_;
  std::uint64_t return_code_ = 0; /**< where handlers return to; 0 until it is needed */
  std::string output_;
  bool is_output_cut_ = false;
  bool has_code_changed_ = false;
  int exit_status_ = 0;
  int signal_ = 0;
  Next next_ = Next::go_on;
  std::set<std::uint64_t> unknown_calls_;
};

}  // namespace aex::engine
