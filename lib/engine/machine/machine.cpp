#include "engine/machine/machine.hpp"

#include <algorithm>
#include <cstdio>

#include "engine/float/host.hpp"
#include "engine/interpreter/run_blocks.hpp"

namespace aex::engine {
namespace {

constexpr std::size_t kMaxCodeAddresses = std::size_t{1} << 21;
constexpr std::size_t kMaxRegions = 4096;
/* What a call costs of its slice, so that a slice stays short whatever the guest asks for. */
constexpr std::uint64_t kWorkBytesPerInstruction = 16;
/* The same of forgetting code that has changed, in instructions. */
constexpr std::uint64_t kCodeChangeCost = 1000;

void shorten(std::uint64_t& limit, std::uint64_t retired, std::uint64_t cost) {
  limit -= cost < limit - retired ? cost : limit - retired;
}

std::string hex(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

std::string opcode_text(const Memory& memory, std::uint64_t pc) {
  if (!memory.allows(pc, 2, kPageExecute)) return {};
  const std::uint8_t* code = memory.host(pc);
  std::uint32_t opcode = static_cast<std::uint32_t>(code[0] | code[1] << 8);
  if ((opcode & 3) == 3 && memory.allows(pc, 4, kPageExecute)) {
    opcode |= static_cast<std::uint32_t>(code[2]) << 16 | static_cast<std::uint32_t>(code[3]) << 24;
  }
  return "opcode " + hex(opcode) + " at ";
}

/* Of the ebreak before `pc`. */
std::uint64_t breakpoint_bytes(const Memory& memory, std::uint64_t pc) {
  constexpr std::uint8_t kShort[] = {0x02, 0x90};
  const bool is_short =
      memory.allows(pc - 2, 2, kPageExecute) && std::equal(kShort, kShort + 2, memory.host(pc - 2));
  return is_short ? 2 : 4;
}

/* What Linux makes of an access that lacked a right; with the right it was not aligned. */
Signal fault_at(const Memory& memory, std::uint64_t address, PageRight right) {
  constexpr int kNotMapped = 1;
  constexpr int kNotPermitted = 2;
  constexpr int kNotAligned = 1;
  if (memory.allows(address, 1, right)) return {kSigBus, kNotAligned, address};
  return {kSigSegv, memory.allows(address, 1, kPageMapped) ? kNotPermitted : kNotMapped, address};
}

}  // namespace

Result<std::unique_ptr<Machine>> Machine::load(os::Files& files, const std::string& path, int xlen,
                                               const MachineLimits& limits) {
  AEX_TRY(const std::unique_ptr<os::ReadFile> content, files.open(path));
  AEX_TRY(const elf::Workload workload, elf::check_workload(*content, path, xlen));
  AEX_TRY(elf::File file, elf::File::open(*content, path));
  AEX_TRY(LoadedProgram program,
          load_program(file, workload, os::base_name(path), limits.max_guest_bytes));
  return std::make_unique<Machine>(std::move(program), path, limits);
}

Machine::Machine(LoadedProgram program, std::string name, const MachineLimits& limits)
    : name_(std::move(name)),
      memory_(std::move(program.memory)),
      hart_(program.hart),
      kernel_(program.layout, limits.max_stdout_bytes) {
  if (hart_.is_bare_metal) open_memory();
}

/* A bare-metal program finds memory wherever its linker script says: everything that is not its
 * code or constants. False if that was so already. */
bool Machine::open_memory() {
  if (is_memory_open_) return false;
  memory_.add_missing_pages();
  is_memory_open_ = true;
  return true;
}

/* Without interrupts a jump to itself is how a bare-metal program ends. */
bool Machine::halts(const Block& block) const {
  const Instruction& first = *block.first;
  return hart_.is_bare_metal && first.op == Op::jal && first.immediate == block.begin &&
         first.rd == kSink;
}

void Machine::fail(Code code, const std::string& what) {
  state_ = State::failed;
  failure_ = Error(code, name_ + ": " + what);
}

void Machine::forget_code() {
  blocks_.forget_code();
  if (model_ != nullptr) model_->forget_code();
}

void Machine::check_code_size() {
  if (!blocks_.is_full()) return;
  forget_code();
  check_counted_addresses();
}

/* The guest's code has changed. */
void Machine::change_code(std::uint64_t& limit) {
  shorten(limit, hart_.retired, kCodeChangeCost);
  forget_code();
  check_counted_addresses();
}

void Machine::check_counted_addresses() {
  if (blocks_.counted_addresses() > kMaxCodeAddresses) {
    fail(Code::guest_too_large, "more than " + std::to_string(kMaxCodeAddresses) +
                                    " different instructions were executed");
  }
}

/* Runs the cursor's block. */
Trap Machine::run_noting(Cursor& cursor, std::uint64_t limit) {
  if (log_ != nullptr) return run_logging(hart_, cursor, limit, blocks_, memory_, *log_);
  return model_ == nullptr ? run_noting_strides(hart_, cursor, limit, blocks_, memory_, strides_)
                           : run_modelled_noting_strides(hart_, cursor, limit, blocks_, memory_,
                                                         *model_, strides_);
}

/* Runs from the cursor's block on. */
Trap Machine::run_on(Cursor& cursor, std::uint64_t limit) {
  return model_ == nullptr ? run_unwatched(hart_, cursor, limit, blocks_, memory_)
                           : run_modelled(hart_, cursor, limit, blocks_, memory_, *model_);
}

/* Runs the part of a block that the slice has room for. */
Trap Machine::run_part(const Block& block, std::uint64_t limit) {
  const auto length = static_cast<std::uint32_t>(limit - hart_.retired);
  Cursor cursor{blocks_.cut(block, length), 0};
  const Trap trap = run_noting(cursor, limit);
  blocks_.add_partial(block, trap == Trap::slice_done ? length : cursor.early);
  return trap;
}

Trap Machine::run_block(Block* block, std::uint64_t limit) {
  if (block->length > limit - hart_.retired) return run_part(*block, limit);
  Cursor cursor{block, 0};
  const bool is_noted = block->entries < kNotedAccesses || log_ != nullptr;
  const Trap trap = is_noted ? run_noting(cursor, limit) : run_on(cursor, limit);
  if (trap >= Trap::illegal) blocks_.add_partial(*cursor.block, cursor.early);
  return trap;
}

/* `place` is where the guest was. */
void Machine::go_on(Kernel::Next next, std::uint64_t place) {
  switch (next) {
    case Kernel::Next::go_on: return;
    case Kernel::Next::exited: state_ = State::exited; return;
    case Kernel::Next::stuck:
      return fail(Code::guest_aborted, "all its threads wait for each other at " + hex(place));
    case Kernel::Next::killed:
      return fail(Code::guest_aborted,
                  "signal " + std::to_string(kernel_.signal()) + " at " + hex(place));
  }
}

void Machine::handle_call(std::uint64_t& limit) {
  const std::uint64_t place = hart_.pc - 4;
  go_on(kernel_.call(hart_, memory_), place);
  if (kernel_.take_code_change()) change_code(limit);
  shorten(limit, hart_.retired, kernel_.take_work() / kWorkBytesPerInstruction);
}

/* False if the guest has no handler for it. */
bool Machine::signal_fault(const Signal& fault, std::uint64_t& limit) {
  const bool is_handled = kernel_.handle_fault(hart_, memory_, fault);
  if (kernel_.take_code_change()) change_code(limit);
  shorten(limit, hart_.retired, kernel_.take_work() / kWorkBytesPerInstruction);
  return is_handled;
}

void Machine::handle_breakpoint(std::uint64_t& limit) {
  if (!is_semihosting(memory_, hart_.pc)) {
    const std::uint64_t after = hart_.pc;
    hart_.pc -= breakpoint_bytes(memory_, after);
    if (signal_fault({kSigTrap, 1, hart_.pc}, limit)) return;
    return fail(Code::guest_aborted, "signal 5 (breakpoint) just before " + hex(after));
  }
  hart_.is_bare_metal = true;
  open_memory();
  if (kernel_.semihost(hart_, memory_) == Kernel::Next::exited) state_ = State::exited;
}

void Machine::handle_illegal(std::uint64_t& limit) {
  if (signal_fault({kSigIll, 1, hart_.pc}, limit)) return;
  fail(Code::guest_illegal_instruction, opcode_text(memory_, hart_.pc) + hex(hart_.pc));
}

void Machine::handle_bad_fetch(std::uint64_t& limit) {
  if (signal_fault(fault_at(memory_, hart_.pc, kPageExecute), limit)) return;
  fail(Code::guest_bad_access, "execution of " + hex(hart_.pc));
}

void Machine::handle_bad_access(const char* what, PageRight right, std::uint64_t& limit) {
  if (hart_.is_bare_metal && open_memory()) return;
  const Signal fault = fault_at(memory_, hart_.bad_address, right);
  if (signal_fault(fault, limit)) return;
  const char* const why =
      fault.number == kSigBus ? ", which is not aligned as an atomic access has to be," : "";
  fail(Code::guest_bad_access,
       what + hex(hart_.bad_address) + why + " by the instruction at " + hex(hart_.pc));
}

void Machine::begin_region() {
  is_in_region_ = regions_.size() < kMaxRegions;
  if (!is_in_region_) return;
  const Counters counters = model_ != nullptr ? model_->counters() : Counters();
  regions_.push_back({hart_.retired, hart_.retired, counters, counters});
}

void Machine::end_region() {
  if (is_in_region_) {
    regions_.back().end = hart_.retired;
    if (model_ != nullptr) regions_.back().counters_after = model_->counters();
  }
  is_in_region_ = false;
}

void Machine::handle(Trap trap, std::uint64_t& limit) {
  switch (trap) {
    case Trap::slice_done:
    case Trap::block_unknown: return check_code_size();
    case Trap::system_call: return handle_call(limit);
    case Trap::fence_i:
      if (memory_.has_writable_code()) change_code(limit);
      return;
    case Trap::roi_begin: return begin_region();
    case Trap::roi_end: return end_region();
    case Trap::idle: state_ = State::exited; return;
    case Trap::breakpoint: return handle_breakpoint(limit);
    case Trap::illegal: return handle_illegal(limit);
    case Trap::bad_load: return handle_bad_access("load from ", kPageRead, limit);
    case Trap::bad_store: return handle_bad_access("store to ", kPageWrite, limit);
    case Trap::bad_fetch: return handle_bad_fetch(limit);
  }
}

Machine::State Machine::change_thread() {
  if (state_ == State::running && hart_.retired >= kernel_.turn_end()) {
    go_on(kernel_.take_turns(hart_, memory_), hart_.pc);
  }
  return state_;
}

Machine::State Machine::run(std::uint64_t instructions) {
  std::uint64_t limit = hart_.retired + instructions;
  if (limit < hart_.retired) limit = UINT64_MAX;
  hart_.host_float = probe_host();
  hart_.settle_float();
  while (hart_.retired < limit && change_thread() == State::running) {
    Block* block = blocks_.find(memory_, hart_.pc);
    if (block != nullptr && halts(*block)) {
      state_ = State::exited;
      break;
    }
    const std::uint64_t end = std::min(limit, kernel_.turn_end());
    handle(block != nullptr ? run_block(block, end) : Trap::bad_fetch, limit);
  }
  if (state_ != State::running) end_region();
  return state_;
}

}  // namespace aex::engine
