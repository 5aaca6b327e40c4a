#include "engine/process/kernel.hpp"

#include "engine/process/guest_record.hpp"

namespace aex::engine {
namespace {

constexpr std::int64_t kProcess = 1;
constexpr std::int64_t kUser = 1000;
constexpr std::uint64_t kFutexCommand = 127;
constexpr std::uint64_t kFutexWaitBits = 9;
constexpr std::uint64_t kFutexRealtime = 256;
constexpr int kSentToThread = -6; /* SI_TKILL */
constexpr std::uint64_t kSignalSetBytes = 8;
constexpr std::size_t kMaxUnknown = 64;
constexpr unsigned kResult = 10; /* a0 */
constexpr unsigned kNumber = 17; /* a7 */

/* -1 for what cannot be one. */
int thread_number(std::uint64_t number) {
  return number > 0 && number < INT32_MAX ? static_cast<int>(number) : -1;
}

}  // namespace

Kernel::Kernel(const GuestLayout& layout, std::uint64_t max_stdout_bytes)
    : layout_(layout),
      break_(layout.heap_begin),
      map_begin_(layout.map_end),
      max_stdout_bytes_(max_stdout_bytes) {}

Kernel::Handler Kernel::find(Number number) {
  struct Row {
    Number number;
    Handler handler;
  };
  static constexpr Row kRows[] = {
#define AEX_CALL(number, name) {number, &Kernel::name},
#define AEX_CALL_ALIAS AEX_CALL
#include "engine/process/calls.def"
#undef AEX_CALL
  };
  for (const Row& row : kRows) {
    if (row.number == number) return row.handler;
  }
  return nullptr;
}

Kernel::Next Kernel::call(Hart& hart, Memory& memory) {
  const Number number = hart.x[kNumber];
  const Handler handler = find(number);
  Call call{hart, memory};
  std::int64_t result = kNoSystemCall;
  if (handler != nullptr) {
    result = (this->*handler)(call);
  } else if (unknown_calls_.size() < kMaxUnknown) {
    unknown_calls_.insert(number);
  }
  hart.x[kResult] = static_cast<std::uint64_t>(result);
  if (next_ == Next::go_on && threads_.must_switch()) return take_turns(hart, memory);
  if (next_ == Next::go_on && !signals_.is_idle()) deliver_signals(hart, memory);
  return next_;
}

Kernel::Next Kernel::take_turns(Hart& hart, Memory& memory) {
  std::uint64_t slept_ns = 0;
  if (!threads_.switch_over(hart, signals_.mask(), now_ns(hart), slept_ns)) {
    return next_ = Next::stuck;
  }
  slept_ns_ += slept_ns;
  if (!signals_.is_idle()) deliver_signals(hart, memory);
  return next_;
}

/* Two instructions on a page of their own, where the vDSO has them: li a7, 139; ecall. 0 if there
 * is no room. */
std::uint64_t Kernel::return_code(Memory& memory) {
  if (return_code_ != 0) return return_code_;
  const std::uint64_t page = find_room(memory, kPageBytes);
  if (page == 0) return 0;
  map_begin_ = page < map_begin_ ? page : map_begin_;
  map(memory, page, kPageBytes, kPageMapped | kPageRead | kPageExecute);
  store_le(memory.host(page), UINT64_C(0x0000007308b00893));
  return return_code_ = page;
}

void Kernel::deliver_signals(Hart& hart, Memory& memory) {
  signal_ = signals_.deliver(hart, memory, return_code(memory));
  if (signal_ != 0) next_ = Next::killed;
}

bool Kernel::handle_fault(Hart& hart, Memory& memory, const Signal& fault) {
  work_ += kPageBytes;
  return signals_.handles(fault.number) &&
         signals_.deliver_fault(hart, memory, fault, return_code(memory));
}

bool Kernel::take_code_change() {
  const bool has_changed = has_code_changed_;
  has_code_changed_ = false;
  return has_changed;
}

std::uint64_t Kernel::take_work() {
  const std::uint64_t work = work_;
  work_ = 0;
  return work;
}

std::int64_t Kernel::leave(Call& call) {
  exit_status_ = static_cast<int>(call.argument(0) & 0xff);
  next_ = Next::exited;
  return 0;
}

std::int64_t Kernel::send_signal(Number number, int code, int thread) {
  if (number > kHighestSignal) return kInvalidArgument;
  if (thread != 0 && !threads_.has(thread)) return kNoProcess;
  const std::uint64_t sender = kProcess | kUser << 32;
  if (number == 0) return 0;
  const Signal signal{static_cast<int>(number), code, sender, thread};
  signals_.send(signal);
  const bool is_for_another = thread != 0 || signals_.blocks(signal.number);
  if (is_for_another && signals_.interrupts(signal.number)) {
    threads_.interrupt(thread, UINT64_C(1) << (number - 1), kInterrupted);
  }
  return 0;
}

std::int64_t Kernel::kill(Call& call) {
  const auto target = static_cast<std::int64_t>(call.argument(0));
  return target == kProcess || target == 0 ? send_signal(call.argument(1), 0, 0) : kNoProcess;
}

std::int64_t Kernel::tkill(Call& call) {
  return send_signal(call.argument(1), kSentToThread, thread_number(call.argument(0)));
}

std::int64_t Kernel::tgkill(Call& call) {
  return send_signal(call.argument(2), kSentToThread, thread_number(call.argument(1)));
}

std::int64_t Kernel::sigaltstack(Call& call) {
  return signals_.change_stack(call.hart, call.memory, call.argument(0), call.argument(1));
}

std::int64_t Kernel::rt_sigsuspend(Call& call) {
  if (call.argument(1) != kSignalSetBytes) return kInvalidArgument;
  return signals_.suspend(call.memory, call.argument(0));
}

std::int64_t Kernel::rt_sigaction(Call& call) {
  if (call.argument(3) != kSignalSetBytes) return kInvalidArgument;
  return signals_.change_action(call.memory, call.argument(0), call.argument(1), call.argument(2));
}

std::int64_t Kernel::rt_sigprocmask(Call& call) {
  if (call.argument(3) != kSignalSetBytes) return kInvalidArgument;
  return signals_.change_mask(call.memory, call.argument(0), call.argument(1), call.argument(2));
}

std::int64_t Kernel::rt_sigpending(Call& call) {
  if (call.argument(1) > kSignalSetBytes) return kInvalidArgument;
  return signals_.tell_waiting(call.memory, call.argument(0));
}

/* What the call returns is what a0 was when the signal came. */
std::int64_t Kernel::rt_sigreturn(Call& call) {
  if (!signals_.restore(call.hart, call.memory)) {
    signal_ = kSigSegv;
    next_ = Next::killed;
  }
  return static_cast<std::int64_t>(call.hart.x[kResult]);
}

std::int64_t Kernel::getpid(Call&) { return kProcess; }
std::int64_t Kernel::gettid(Call&) { return threads_.current(); }
std::int64_t Kernel::set_tid_address(Call& call) {
  threads_.set_cleared_at(call.argument(0));
  return threads_.current();
}

std::int64_t Kernel::sched_yield(Call&) {
  threads_.yield();
  return 0;
}

/* The last thread takes the process along. */
std::int64_t Kernel::leave_thread(Call& call) {
  if (threads_.count() == 1) return leave(call);
  const std::uint64_t cleared_at = threads_.cleared_at();
  if (cleared_at != 0 && call.memory.view().store(cleared_at, std::uint32_t{0})) {
    threads_.wake(cleared_at, UINT32_MAX, 1);
  }
  threads_.end_current();
  return 0;
}

/* A thread of this process; another process is not to be had. */
std::int64_t Kernel::start_thread(Call& call, Number flags, Number stack, Number parent_at,
                                  Number storage, Number child_at) {
  constexpr Number kThread = 0x10000 | 0x800 | 0x100; /* CLONE_THREAD, _SIGHAND, _VM */
  constexpr Number kSetStorage = 0x80000;
  constexpr Number kSetParent = 0x100000;
  constexpr Number kClearChild = 0x200000;
  constexpr Number kSetChild = 0x1000000;
  if ((flags & kThread) != kThread) return kNoSystemCall;
  Hart hart = call.hart;
  hart.x[kResult] = 0;
  if (stack != 0) hart.x[2] = stack;
  if ((flags & kSetStorage) != 0) hart.x[4] = storage;
  SignalMask mask = signals_.mask();
  mask.stack = {};
  const int number = threads_.start(hart, (flags & kClearChild) != 0 ? child_at : 0, mask);
  if (number == 0) return kTryAgain;
  const auto value = static_cast<std::uint32_t>(number);
  const MemoryView view = call.memory.view();
  if ((flags & kSetParent) != 0) (void)view.store(parent_at, value);
  if ((flags & kSetChild) != 0) (void)view.store(child_at, value);
  return number;
}

std::int64_t Kernel::clone(Call& call) {
  return start_thread(call, call.argument(0), call.argument(1), call.argument(2), call.argument(3),
                      call.argument(4));
}

std::int64_t Kernel::clone3(Call& call) {
  ByteView wanted;
  if (call.argument(1) < 64) return kInvalidArgument;
  if (!call.memory.read(call.argument(0), 64, wanted)) return kBadAddress;
  const auto word = [&](std::size_t index) {
    return load_le<std::uint64_t>(wanted.data + 8 * index);
  };
  return start_thread(call, word(0), word(5) + word(6), word(3), word(7), word(2));
}

/* FUTEX_WAIT until a time that is so long from now, FUTEX_WAIT_BITSET until a time as such. */
std::int64_t Kernel::wait_at(Call& call, Number operation) {
  const MemoryView view = call.memory.view();
  std::uint32_t value;
  if (!view.load(call.argument(0), value)) return kBadAddress;
  if (value != static_cast<std::uint32_t>(call.argument(2))) return kTryAgain;
  const bool has_bits = (operation & kFutexCommand) == kFutexWaitBits;
  std::uint64_t deadline = Threads::kNever;
  if (call.argument(3) != 0) {
    const std::int64_t status = read_deadline(call, call.argument(3), has_bits,
                                              (operation & kFutexRealtime) != 0, deadline);
    if (status != 0) return status;
  }
  const auto bits = has_bits ? static_cast<std::uint32_t>(call.argument(5)) : UINT32_MAX;
  threads_.wait(call.argument(0), bits, deadline, kTimedOut);
  return 0;
}

std::int64_t Kernel::futex(Call& call) {
  const Number at = call.argument(0);
  const Number most = call.argument(2);
  switch (call.argument(1) & kFutexCommand) {
    case 0:
    case kFutexWaitBits: return wait_at(call, call.argument(1));
    case 1: return static_cast<std::int64_t>(threads_.wake(at, UINT32_MAX, most));
    case 10:
      return static_cast<std::int64_t>(
          threads_.wake(at, static_cast<std::uint32_t>(call.argument(5)), most));
    case 4: {
      std::uint32_t value;
      if (!call.memory.view().load(at, value)) return kBadAddress;
      if (value != static_cast<std::uint32_t>(call.argument(5))) return kTryAgain;
      [[fallthrough]];
    }
    case 3:
      return static_cast<std::int64_t>(threads_.wake(at, UINT32_MAX, most) +
                                       threads_.move(at, call.argument(4), call.argument(3)));
    default: return kNoSystemCall;
  }
}

std::int64_t Kernel::user_id(Call&) { return kUser; }
std::int64_t Kernel::accept_silently(Call&) { return 0; }

std::int64_t Kernel::sched_getaffinity(Call& call) {
  if (call.argument(1) < 8) return kInvalidArgument;
  GuestRecord<8> record;
  record.put64(0, 1);
  return record.write(call.memory, call.argument(2)) == 0 ? 8 : kBadAddress;
}

std::int64_t Kernel::uname(Call& call) {
  GuestRecord<6 * 65> record;
  record.put_text(0 * 65, "Linux");
  record.put_text(1 * 65, "atlasexplorer");
  record.put_text(2 * 65, "6.1.0");
  record.put_text(3 * 65, "#1");
  record.put_text(4 * 65, "riscv64");
  record.put_text(5 * 65, "(none)");
  return record.write(call.memory, call.argument(0));
}

std::int64_t Kernel::sysinfo(Call& call) {
  GuestRecord<112> record;
  record.put64(0, now_ns(call.hart) / 1'000'000'000);
  record.put64(32, call.memory.size());
  record.put64(40, call.memory.size() / 2);
  record.put16(80, 1);
  record.put32(104, 1);
  return record.write(call.memory, call.argument(0));
}

/* Splitmix64 from a fixed seed: every run draws the same numbers. */
std::int64_t Kernel::getrandom(Call& call) {
  constexpr std::uint64_t kMost = 256;
  const std::uint64_t size = call.argument(1) < kMost ? call.argument(1) : kMost;
  GuestRecord<kMost> record;
  for (std::size_t at = 0; at < kMost; at += 8) {
    random_state_ += UINT64_C(0x9e3779b97f4a7c15);
    std::uint64_t value = random_state_;
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    record.put64(at, value ^ value >> 31);
  }
  const std::int64_t status = record.write(call.memory, call.argument(0), size);
  return status == 0 ? static_cast<std::int64_t>(size) : status;
}

}  // namespace aex::engine
