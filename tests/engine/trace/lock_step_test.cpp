/* Follows the real trace instruction by instruction. What the cloud's tracer does in its own way
 * has a name here, and nothing else may differ:
 *
 *   the mode      the first instruction carries an event, 1 << 62 with the datum 0, that leads to
 *                 the next instruction: a change to user mode
 *   the stack     is elsewhere: addresses in it lie a constant further on
 *   sources       are read after the instruction: one that is its destination too shows the new
 *                 value
 *   comparisons   of floating-point numbers name the f-register of the destination's number, with
 *                 the value that it has, in place of the integer register
 */
#include <gtest/gtest.h>

#include "engine/guest.hpp"
#include "engine/isa/decode.hpp"
#include "engine/trace/tracer.hpp"
#include "report/stf/reader.hpp"
#include "support/shared_data.hpp"

namespace aex::engine {
namespace {

using namespace aex::testing;
using namespace report::stf;

constexpr char kTrace[] = "/real_run_1_thread/.experiment/mandelbrot_rv64_O0.elf.zstf";

struct Quirks {
  std::uint64_t mode_changes = 0;
  std::uint64_t stack_values = 0;
  std::uint64_t late_sources = 0;
  std::uint64_t comparisons = 0;
};

class LockStep {
 public:
  explicit LockStep(const Machine& machine) : machine_(machine) {}

  Quirks quirks;
  std::uint64_t registers = 0;
  std::uint64_t accesses = 0;

  void compare(const TracedInstruction& ours, const TracedInstruction& theirs) {
    ASSERT_EQ(ours.pc, theirs.pc);
    ASSERT_EQ(ours.opcode, theirs.opcode);
    ASSERT_EQ(ours.size, theirs.size);
    ASSERT_EQ(ours.target, theirs.target);
    compare_events(theirs);
    compare_registers(ours, theirs);
    ASSERT_EQ(ours.accesses.size(), theirs.accesses.size());
    for (std::size_t i = 0; i < ours.accesses.size(); ++i) {
      compare(ours.accesses[i], theirs.accesses[i]);
    }
  }

 private:
  void compare_events(const TracedInstruction& theirs) {
    if (theirs.events.empty()) return;
    ++quirks.mode_changes;
    ASSERT_EQ(theirs.index, 0u);
    ASSERT_EQ(theirs.events.size(), 1u);
    EXPECT_EQ(theirs.events[0].kind, UINT64_C(1) << 62);
    EXPECT_EQ(theirs.events[0].data, std::vector<std::uint64_t>{0});
    EXPECT_EQ(theirs.event_target, theirs.pc + 4);
  }

  static bool compares_floats(std::uint32_t opcode) {
    const Op op = decode(0, opcode).instruction.op;
    return op == Op::feq_d || op == Op::flt_d || op == Op::fle_d;
  }

  void compare_registers(const TracedInstruction& ours, const TracedInstruction& theirs) {
    ASSERT_EQ(ours.registers.size(), theirs.registers.size());
    for (std::size_t i = 0; i < ours.registers.size(); ++i) {
      RegisterValue wanted = ours.registers[i];
      const RegisterValue& found = theirs.registers[i];
      if (wanted.role == RegisterRole::destination && compares_floats(ours.opcode)) {
        ++quirks.comparisons;
        wanted.kind = RegisterKind::floating;
        wanted.value = machine_.hart().f[wanted.number];
      }
      if (wanted.role == RegisterRole::source) read_late(wanted, ours.registers);
      ASSERT_EQ(wanted.number, found.number);
      ASSERT_EQ(wanted.kind, found.kind);
      ASSERT_EQ(wanted.role, found.role);
      const bool is_stack_pointer = wanted.kind == RegisterKind::integer && wanted.number == 2;
      if (is_stack_pointer && !stack_offset_) stack_offset_ = found.value - wanted.value;
      compare(wanted.value, found.value);
      ++registers;
    }
  }

  void read_late(RegisterValue& source, const std::vector<RegisterValue>& all) {
    for (const RegisterValue& value : all) {
      const bool is_same = value.number == source.number && value.kind == source.kind;
      if (!is_same || value.role != RegisterRole::destination) continue;
      quirks.late_sources += value.value != source.value ? 1 : 0;
      source.value = value.value;
    }
  }

  void compare(const MemoryAccess& ours, const MemoryAccess& theirs) {
    compare(ours.address, theirs.address);
    compare(ours.content, theirs.content);
    ASSERT_EQ(ours.size, theirs.size);
    ASSERT_EQ(ours.type, theirs.type);
    ++accesses;
  }

  /* Equal, or an address in the stack. */
  void compare(std::uint64_t ours, std::uint64_t theirs) {
    if (ours == theirs) return;
    constexpr std::uint64_t kStackBytes = 4096;
    const std::uint64_t top = machine_.hart().x[2] + kStackBytes;
    ASSERT_LT(top - ours, 2 * kStackBytes) << ours << " is not " << theirs;
    ASSERT_TRUE(stack_offset_.has_value());
    ASSERT_EQ(ours + *stack_offset_, theirs);
    ++quirks.stack_values;
  }

  const Machine& machine_;
  std::optional<std::uint64_t> stack_offset_;
};

TEST(LockStep, TheRealTraceStepByStep) {
  AEX_SHARED_DATA_OR_SKIP(data);
  auto machine =
      Machine::load(os::system_files(), data + "/mandelbrot_rv64_O0.elf", 64, MachineLimits());
  ASSERT_TRUE(machine.ok());
  Result<TraceReader> reader = TraceReader::open(os::system_files(), data + kTrace);
  if (!reader.ok() && reader.error().code() == Code::unsupported) GTEST_SKIP() << "no libzstd";
  ASSERT_TRUE(reader.ok());
  LockStep steps(*machine.value());
  Tracer tracer(*machine.value());
  TracedInstruction ours;
  TracedInstruction theirs;
  std::uint64_t count = 0;
  for (; reader.value().next(theirs).value(); ++count) {
    ASSERT_TRUE(tracer.step(ours)) << "our run is over at " << count;
    ASSERT_EQ(ours.index, theirs.index);
    steps.compare(ours, theirs);
    ASSERT_FALSE(HasFailure()) << "at instruction " << count << ", " << std::hex << theirs.pc;
  }
  EXPECT_FALSE(tracer.step(ours));
  EXPECT_EQ(machine.value()->state(), Machine::State::exited);
  EXPECT_EQ(count, 196626u);
  EXPECT_EQ(steps.registers, 383529u);
  EXPECT_EQ(steps.accesses, 93822u);
  EXPECT_EQ(steps.quirks.mode_changes, 1u);
  EXPECT_EQ(steps.quirks.comparisons, 2907u);
  EXPECT_EQ(steps.quirks.stack_values, 157430u);
  EXPECT_EQ(steps.quirks.late_sources, 35877u);
}

}  // namespace
}  // namespace aex::engine
