/** Runs a machine one instruction at a time and says what each did. */
#pragma once

#include "engine/machine/machine.hpp"
#include "engine/trace/operands.hpp"

namespace aex::engine {

/** Takes the place of a model: a machine that is traced has none. */
class Tracer {
 public:
  /** Borrows the machine, which is to be run by this alone. */
  explicit Tracer(Machine& machine) : machine_(machine) { machine.attach(log_); }

  /** False when the guest had come to its end, or failed at the instruction. Sources have their
   *  values before it, destinations after it. x0 is never named. An atomic that loads and stores
   *  has both accesses; a store-conditional that failed has none. */
  bool step(report::stf::TracedInstruction& instruction);

 private:
  void note_accesses(const Instruction& decoded, std::uint64_t old_content,
                     report::stf::TracedInstruction& traced) const;
  std::uint64_t content(std::uint64_t address, unsigned size) const;

  Machine& machine_;
  AccessLog log_;
  std::uint64_t index_ = 0;
};

}  // namespace aex::engine
