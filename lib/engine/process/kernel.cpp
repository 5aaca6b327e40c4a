#include "engine/process/kernel.hpp"

#include "engine/process/guest_record.hpp"

namespace aex::engine {
namespace {

constexpr std::int64_t kProcess = 1;
constexpr std::int64_t kUser = 1000;
constexpr int kSentToThread = -6; /* SI_TKILL */
constexpr std::uint64_t kSignalSetBytes = 8;
constexpr std::size_t kMaxUnknown = 64;
constexpr unsigned kResult = 10; /* a0 */
constexpr unsigned kNumber = 17; /* a7 */

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
  if (next_ == Next::go_on && !signals_.is_idle()) deliver_signals(hart, memory);
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

std::int64_t Kernel::send_signal(Number number, int code) {
  if (number > kHighestSignal) return kInvalidArgument;
  const std::uint64_t sender = kProcess | kUser << 32;
  if (number != 0) signals_.send({static_cast<int>(number), code, sender});
  return 0;
}

std::int64_t Kernel::kill(Call& call) {
  const auto target = static_cast<std::int64_t>(call.argument(0));
  return target == kProcess || target == 0 ? send_signal(call.argument(1), 0) : kNoProcess;
}

std::int64_t Kernel::tkill(Call& call) {
  return call.argument(0) == kProcess ? send_signal(call.argument(1), kSentToThread) : kNoProcess;
}

std::int64_t Kernel::tgkill(Call& call) {
  return call.argument(1) == kProcess ? send_signal(call.argument(2), kSentToThread) : kNoProcess;
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

/* One thread: a wake finds nobody, and a wait would never end. */
std::int64_t Kernel::futex(Call& call) { return (call.argument(1) & 127) == 1 ? 0 : kTryAgain; }

std::int64_t Kernel::own_id(Call&) { return kProcess; }
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
