#include "engine/trace/tracer.hpp"

#include "engine/isa/decode.hpp"

namespace aex::engine {
namespace {

using report::stf::AccessType;
using report::stf::TracedInstruction;

bool fetch(const MemoryView& memory, std::uint64_t pc, TracedInstruction& traced) {
  std::uint16_t half = 0;
  if (!memory.fetch(pc, half)) return false;
  traced.pc = pc;
  traced.opcode = half;
  traced.size = static_cast<std::uint8_t>(opcode_bytes(half));
  if (traced.size == 2) return true;
  if (!memory.fetch(pc + 2, half)) return false;
  traced.opcode |= std::uint32_t{half} << 16;
  return true;
}

bool is_atomic(Op op) { return op >= Op::lr_w && op <= Op::amomaxu_d; }
bool is_store_conditional(Op op) { return op == Op::sc_w || op == Op::sc_d; }
/* An atomic loads what it then changes; the log has its store alone. */
bool loads_and_stores(Op op) {
  return is_atomic(op) && !is_store_conditional(op) && op != Op::lr_w && op != Op::lr_d;
}

}  // namespace

/* The low bytes of what is there, as an integer; zero where the guest may not look. */
std::uint64_t Tracer::content(std::uint64_t address, unsigned size) const {
  ByteView bytes;
  std::uint64_t value = 0;
  if (!machine_.memory().read(address, size, bytes)) return 0;
  for (std::size_t i = bytes.size; i > 0; --i) value = value << 8 | bytes[i - 1];
  return value;
}

void Tracer::note_accesses(const Instruction& decoded, std::uint64_t old_content,
                           TracedInstruction& traced) const {
  if (is_store_conditional(decoded.op) && machine_.hart().x[decoded.rd] != 0) return;
  for (const LoggedAccess& access : log_) {
    const auto size = static_cast<std::uint16_t>(access.size);
    if (loads_and_stores(decoded.op)) {
      const std::uint64_t mask = size < 8 ? (UINT64_C(1) << 8 * size) - 1 : UINT64_MAX;
      traced.accesses.push_back({access.address, size, AccessType::load, old_content & mask});
    }
    const AccessType type = access.kind == AccessKind::load ? AccessType::load : AccessType::store;
    traced.accesses.push_back({access.address, size, type, content(access.address, access.size)});
  }
}

bool Tracer::step(TracedInstruction& traced) {
  const Hart& hart = machine_.hart();
  if (machine_.change_thread() != Machine::State::running) return false;
  const std::uint64_t before = hart.retired;
  traced.clear();
  if (!fetch(machine_.memory().view(), hart.pc, traced)) {
    machine_.run(1);
    return false;
  }
  const Instruction decoded = decode(traced.pc, traced.opcode).instruction;
  add_sources(decoded, hart, traced.registers);
  std::uint64_t old_content = 0;
  if (loads_and_stores(decoded.op)) {
    const std::uint64_t address = hart.x[decoded.rs1];
    const bool is_wide = decoded.op >= Op::lr_d;
    old_content = content(address, is_wide ? 8 : 4);
  }
  log_.clear();
  machine_.run(1);
  if (hart.retired == before) return false;
  add_destinations(decoded, hart, traced.registers);
  note_accesses(decoded, old_content, traced);
  const bool is_jump = decoded.op == Op::jal || decoded.op == Op::jalr;
  const bool is_taken = is_conditional_branch(decoded.op) && hart.pc != traced.pc + traced.size;
  if (is_jump || is_taken) traced.target = hart.pc;
  traced.index = index_++;
  return true;
}

}  // namespace aex::engine
