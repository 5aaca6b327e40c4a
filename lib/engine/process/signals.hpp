/** The signals of a guest: what it does about them, which of them wait, and the frames that its
 *  handlers run on. Only the guest itself sends any, by a call or by a fault, so that each arrives
 *  at the same instruction in every run. Numbers and layouts are those of RISC-V Linux. */
#pragma once

#include <vector>

#include "engine/interpreter/hart.hpp"
#include "engine/machine/memory.hpp"

namespace aex::engine {

enum SignalNumber : int {
  kSigIll = 4,
  kSigTrap = 5,
  kSigBus = 7,
  kSigKill = 9,
  kSigSegv = 11,
  kSigStop = 19,
};
constexpr std::uint64_t kHighestSignal = 64;

struct Signal {
  int number = 0;
  int code = 0;             /**< si_code */
  std::uint64_t origin = 0; /**< address of a fault; of others the process, and the user << 32 */
  int thread = 0;           /**< that is to get it; 0: any */
};

/** What each thread has of its own. */
struct SignalMask {
  struct Stack {
    std::uint64_t begin = 0;
    std::uint64_t flags = 2; /**< there is none */
    std::uint64_t size = 0;
  };
  int thread = 1;
  std::uint64_t blocked = 0;
  std::uint64_t suspended = 0; /**< to come back to after suspend() */
  bool is_suspended = false;
  Stack stack;
};

class Signals {
 public:
  /** Of the thread that runs. */
  SignalMask& mask() { return mask_; }

  /** A call's argument that is an address of 0 asks for nothing. Each returns 0 or an error. */
  std::int64_t change_action(Memory& memory, std::uint64_t number, std::uint64_t wanted,
                             std::uint64_t old);
  std::int64_t change_mask(Memory& memory, std::uint64_t how, std::uint64_t wanted,
                           std::uint64_t old);
  std::int64_t change_stack(const Hart& hart, Memory& memory, std::uint64_t wanted,
                            std::uint64_t old);
  std::int64_t tell_waiting(Memory& memory, std::uint64_t set) const;
  /** Blocks the set at `mask` alone until the next delivery. Does not wait for one: nothing can
   * come meanwhile. */
  std::int64_t suspend(Memory& memory, std::uint64_t mask);

  /** One that waits already does not wait twice. */
  void send(const Signal& signal);
  /** Whether deliver() may have something to do. */
  bool is_idle() const { return waiting_.empty() && !mask_.is_suspended; }
  /** Lets the handlers of all that are due begin: the hart goes on with the last, which returns to
   *  `return_code`. The number of a signal that ends the guest; 0 if none does. */
  int deliver(Hart& hart, Memory& memory, std::uint64_t return_code);
  /** Lets the handler of a fault begin. False if it has none or may not be interrupted. */
  bool deliver_fault(Hart& hart, Memory& memory, const Signal& fault, std::uint64_t return_code);
  /** Whether deliver_fault() would find a handler. */
  bool handles(int number) const;
  /** Takes the frame of a handler away; false if there is none. */
  bool restore(Hart& hart, Memory& memory);

 private:
  struct Action {
    std::uint64_t handler = 0;
    std::uint64_t flags = 0;
    std::uint64_t mask = 0;
  };
  std::vector<Signal>::iterator find_due();
  bool is_on_stack(std::uint64_t pointer) const;
  std::uint64_t frame_of(const Hart& hart, const Action& action) const;
  bool enter(Hart& hart, Memory& memory, const Signal& signal, std::uint64_t return_code);

  Action actions_[kHighestSignal + 1];
  SignalMask mask_;
  std::vector<Signal> waiting_;
};

}  // namespace aex::engine
