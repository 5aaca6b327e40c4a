#include "engine/trace/instruction_kind.hpp"

#include "base/memory/immortal.hpp"

#include "engine/isa/decode.hpp"

namespace aex::engine {
namespace {

constexpr std::uint8_t kLink = 1;

bool is_between(Op op, Op first, Op last) { return op >= first && op <= last; }

unsigned accesses_of(const report::stf::TracedInstruction& instruction) {
  unsigned kinds = 0;
  for (const report::stf::MemoryAccess& access : instruction.accesses) {
    kinds |= access.type == report::stf::AccessType::load ? kIsLoad : kIsStore;
  }
  return kinds;
}

unsigned jump_of(const Instruction& decoded) {
  if (decoded.rd == kLink) return kIsJump | kIsCall;
  const bool returns = decoded.op == Op::jalr && decoded.rd == kSink && decoded.rs1 == kLink;
  return returns ? kIsJump | kIsReturn : kIsJump;
}

unsigned flow_of(const Instruction& decoded, bool is_taken) {
  if (is_conditional_branch(decoded.op)) return is_taken ? kIsBranch | kIsTaken : kIsBranch;
  return decoded.op == Op::jal || decoded.op == Op::jalr ? jump_of(decoded) : 0;
}

}  // namespace

unsigned kinds_of(const report::stf::TracedInstruction& instruction) {
  const Instruction decoded = decode(instruction.pc, instruction.opcode).instruction;
  const Op op = decoded.op;
  unsigned kinds = accesses_of(instruction) | flow_of(decoded, instruction.target.has_value());
  if (is_between(op, Op::flw, Op::fmv_d_x)) kinds |= kIsFloat;
  if (is_between(op, Op::lr_w, Op::amomaxu_d)) kinds |= kIsAtomic;
  if (is_between(op, Op::csrrw, Op::csrrci)) kinds |= kIsControlRegister;
  if (op == Op::roi_begin || op == Op::roi_end) kinds |= kIsMarker;
  if (op == Op::ecall) kinds |= kIsSystemCall;
  if (is_between(op, Op::mips_ldp, Op::mips_pref)) kinds |= kIsVendor;
  return kinds;
}

const std::vector<KindName>& kind_names() {
  static Immortal<std::vector<KindName>> names(std::vector<KindName>{
      {"load", kIsLoad},
      {"store", kIsStore},
      {"branch", kIsBranch},
      {"taken", kIsTaken},
      {"jump", kIsJump},
      {"call", kIsCall},
      {"return", kIsReturn},
      {"float", kIsFloat},
      {"atomic", kIsAtomic},
      {"csr", kIsControlRegister},
      {"marker", kIsMarker},
      {"ecall", kIsSystemCall},
      {"vendor", kIsVendor},
  });
  return names.get();
}

}  // namespace aex::engine
