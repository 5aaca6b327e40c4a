#include "engine/process/signals.hpp"

#include <algorithm>

#include "engine/process/guest_record.hpp"

namespace aex::engine {
namespace {

constexpr std::uint64_t kDefault = 0;
constexpr std::uint64_t kIgnore = 1;
/* Bits of sa_flags. */
constexpr std::uint64_t kOnStack = 0x08000000;
constexpr std::uint64_t kNoDefer = 0x40000000;
constexpr std::uint64_t kResetHandler = 0x80000000;
/* Of ss_flags. */
constexpr std::uint64_t kStackInUse = 1;
constexpr std::uint64_t kStackDisabled = 2;
constexpr std::uint64_t kLeastStack = 2048;

/* struct rt_sigframe: siginfo_t, then ucontext_t with its parts. */
constexpr std::uint64_t kContext = 128;
constexpr std::uint64_t kContextStack = kContext + 16;
constexpr std::uint64_t kContextMask = kContext + 40;
constexpr std::uint64_t kRegisters = kContext + 176;
constexpr std::uint64_t kFloats = kRegisters + 32 * 8;
constexpr std::uint64_t kFloatState = kFloats + 32 * 8;
constexpr std::uint64_t kFrameBytes = kFloats + 528;

constexpr std::uint64_t bit_of(int number) { return UINT64_C(1) << (number - 1); }
constexpr std::uint64_t kNeverBlocked = bit_of(kSigKill) | bit_of(kSigStop);

bool is_harmless(int number) {
  return number == 17 || number == 18 || number == 23 || number == 28; /* child, cont, urg, winch */
}

void put_registers(GuestRecord<kFrameBytes>& frame, const Hart& hart) {
  frame.put64(kRegisters, hart.pc);
  for (std::size_t i = 1; i < 32; ++i) frame.put64(kRegisters + 8 * i, hart.x[i]);
  for (std::size_t i = 0; i < 32; ++i) frame.put64(kFloats + 8 * i, hart.f[i]);
  frame.put32(kFloatState, static_cast<std::uint32_t>(hart.frm << 5 | hart.fflags));
}

void take_registers(const ByteView& frame, Hart& hart) {
  const auto word = [&](std::uint64_t at) { return load_le<std::uint64_t>(frame.data + at); };
  hart.pc = word(kRegisters) & ~UINT64_C(1);
  for (std::size_t i = 1; i < 32; ++i) hart.x[i] = word(kRegisters + 8 * i);
  for (std::size_t i = 0; i < 32; ++i) hart.f[i] = word(kFloats + 8 * i);
  write_csr(hart, kFcsr, load_le<std::uint32_t>(frame.data + kFloatState));
  hart.is_reserved = false;
}

}  // namespace

std::int64_t Signals::change_action(Memory& memory, std::uint64_t number, std::uint64_t wanted,
                                    std::uint64_t old) {
  if (number == 0 || number > kHighestSignal) return kInvalidArgument;
  const int signal = static_cast<int>(number);
  Action& action = actions_[number];
  const Action before = action;
  if (wanted != 0) {
    if (signal == kSigKill || signal == kSigStop) return kInvalidArgument;
    ByteView bytes;
    if (!memory.read(wanted, 24, bytes)) return kBadAddress;
    action.handler = load_le<std::uint64_t>(bytes.data);
    action.flags = load_le<std::uint64_t>(bytes.data + 8);
    action.mask = load_le<std::uint64_t>(bytes.data + 16) & ~kNeverBlocked;
  }
  if (old == 0) return 0;
  GuestRecord<24> record;
  record.put64(0, before.handler);
  record.put64(8, before.flags);
  record.put64(16, before.mask);
  return record.write(memory, old);
}

std::int64_t Signals::change_mask(Memory& memory, std::uint64_t how, std::uint64_t wanted,
                                  std::uint64_t old) {
  const std::uint64_t before = mask_.blocked;
  if (wanted != 0) {
    std::uint64_t set;
    if (!memory.view().load(wanted, set)) return kBadAddress;
    if (how > 2) return kInvalidArgument;
    const std::uint64_t joined[] = {before | set, before & ~set, set};
    mask_.blocked = joined[how] & ~kNeverBlocked;
  }
  return old == 0 || memory.view().store(old, before) ? 0 : kBadAddress;
}

bool Signals::is_on_stack(std::uint64_t pointer) const {
  return (mask_.stack.flags & kStackDisabled) == 0 &&
         pointer - mask_.stack.begin - 1 < mask_.stack.size;
}

std::int64_t Signals::change_stack(const Hart& hart, Memory& memory, std::uint64_t wanted,
                                   std::uint64_t old) {
  GuestRecord<24> record;
  record.put64(0, mask_.stack.begin);
  record.put32(
      8, static_cast<std::uint32_t>(is_on_stack(hart.x[2]) ? kStackInUse : mask_.stack.flags));
  record.put64(16, mask_.stack.size);
  if (wanted != 0) {
    ByteView bytes;
    if (!memory.read(wanted, 24, bytes)) return kBadAddress;
    if (is_on_stack(hart.x[2])) return kNotAllowed;
    const SignalMask::Stack stack{load_le<std::uint64_t>(bytes.data),
                                  load_le<std::uint32_t>(bytes.data + 8) & kStackDisabled,
                                  load_le<std::uint64_t>(bytes.data + 16)};
    const bool is_disabled = stack.flags == kStackDisabled;
    if (!is_disabled && stack.size < kLeastStack) return kOutOfMemory;
    mask_.stack = is_disabled ? SignalMask::Stack() : stack;
  }
  return old == 0 ? 0 : record.write(memory, old);
}

std::int64_t Signals::tell_waiting(Memory& memory, std::uint64_t set) const {
  std::uint64_t waiting = 0;
  for (const Signal& signal : waiting_) waiting |= bit_of(signal.number);
  return memory.view().store(set, waiting & mask_.blocked) ? 0 : kBadAddress;
}

std::int64_t Signals::suspend(Memory& memory, std::uint64_t mask) {
  std::uint64_t set;
  if (!memory.view().load(mask, set)) return kBadAddress;
  mask_.suspended = mask_.blocked;
  mask_.is_suspended = true;
  mask_.blocked = set & ~kNeverBlocked;
  return kInterrupted;
}

void Signals::send(const Signal& signal) {
  const auto is_same = [&](const Signal& other) {
    return other.number == signal.number && other.thread == signal.thread;
  };
  if (std::none_of(waiting_.begin(), waiting_.end(), is_same)) waiting_.push_back(signal);
}

/* The lowest number goes first. */
std::vector<Signal>::iterator Signals::find_due() {
  auto due = waiting_.end();
  for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
    const bool is_due = (mask_.blocked & bit_of(at->number)) == 0 &&
                        (at->thread == 0 || at->thread == mask_.thread);
    if (is_due && (due == waiting_.end() || at->number < due->number)) due = at;
  }
  return due;
}

int Signals::deliver(Hart& hart, Memory& memory, std::uint64_t return_code) {
  for (auto due = find_due(); due != waiting_.end(); due = find_due()) {
    const Signal signal = *due;
    waiting_.erase(due);
    const std::uint64_t handler = actions_[signal.number].handler;
    if (handler == kIgnore || (handler == kDefault && is_harmless(signal.number))) continue;
    if (handler == kDefault) return signal.number;
    if (!enter(hart, memory, signal, return_code)) return kSigSegv;
  }
  if (mask_.is_suspended) mask_.blocked = mask_.suspended;
  mask_.is_suspended = false;
  return 0;
}

bool Signals::handles(int number) const {
  return actions_[number].handler > kIgnore && (mask_.blocked & bit_of(number)) == 0;
}

bool Signals::deliver_fault(Hart& hart, Memory& memory, const Signal& fault,
                            std::uint64_t return_code) {
  return handles(fault.number) && enter(hart, memory, fault, return_code);
}

/* A frame that the alternate stack has no room for goes nowhere, as with Linux: below it lies what
 * is not the stack's, and a handler that faults would begin at its top again, without end. */
std::uint64_t Signals::frame_of(const Hart& hart, const Action& action) const {
  const bool is_inside = is_on_stack(hart.x[2]);
  if (is_inside && !is_on_stack(hart.x[2] - kFrameBytes)) return UINT64_MAX;
  const bool switches =
      (action.flags & kOnStack) != 0 && (mask_.stack.flags & kStackDisabled) == 0 && !is_inside;
  const std::uint64_t top = switches ? mask_.stack.begin + mask_.stack.size : hart.x[2];
  return (top - kFrameBytes) & ~UINT64_C(15);
}

bool Signals::enter(Hart& hart, Memory& memory, const Signal& signal, std::uint64_t return_code) {
  Action& action = actions_[signal.number];
  const std::uint64_t at = frame_of(hart, action);
  GuestRecord<kFrameBytes> frame;
  frame.put32(0, static_cast<std::uint32_t>(signal.number));
  frame.put32(8, static_cast<std::uint32_t>(signal.code));
  frame.put64(16, signal.origin);
  frame.put64(kContextStack, mask_.stack.begin);
  frame.put32(kContextStack + 8, static_cast<std::uint32_t>(mask_.stack.flags));
  frame.put64(kContextStack + 16, mask_.stack.size);
  frame.put64(kContextMask, mask_.is_suspended ? mask_.suspended : mask_.blocked);
  put_registers(frame, hart);
  if (frame.write(memory, at) != 0) return false;
  mask_.is_suspended = false;
  mask_.blocked |= action.mask | ((action.flags & kNoDefer) != 0 ? 0 : bit_of(signal.number));
  hart.x[1] = return_code;
  hart.x[2] = at;
  hart.x[10] = static_cast<std::uint64_t>(signal.number);
  hart.x[11] = at;
  hart.x[12] = at + kContext;
  hart.pc = action.handler & ~UINT64_C(1);
  hart.is_reserved = false;
  if ((action.flags & kResetHandler) != 0) action.handler = kDefault;
  return true;
}

bool Signals::restore(Hart& hart, Memory& memory) {
  ByteView frame;
  if (!memory.read(hart.x[2], kFrameBytes, frame)) return false;
  take_registers(frame, hart);
  mask_.blocked = load_le<std::uint64_t>(frame.data + kContextMask) & ~kNeverBlocked;
  return true;
}

}  // namespace aex::engine
