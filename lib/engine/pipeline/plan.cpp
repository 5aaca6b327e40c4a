#include "engine/pipeline/plan.hpp"

#include "engine/isa/forms.hpp"

namespace aex::engine {
namespace {

constexpr const char* kOperands[] = {
#define AEX_INSTRUCTION(id, text, match, mask, format, operands, ...) operands,
#include "engine/isa/instructions.def"
#undef AEX_INSTRUCTION
};

/* How the rows of instructions.def are executed. */
enum class Kind : std::uint8_t {
#define AEX_KIND(name, pipe, cycles, busy) name,
#include "engine/pipeline/kinds.def"
#undef AEX_KIND
};

struct Way {
  Pipe pipe;
  std::uint32_t cycles;
  std::uint32_t busy;
};

Way way_of(Kind kind, const Parameters& parameters) {
  const Way kWays[] = {
#define AEX_KIND(name, pipe, cycles, busy) {Pipe::pipe, cycles, busy},
#include "engine/pipeline/kinds.def"
#undef AEX_KIND
  };
  return kWays[static_cast<std::size_t>(kind)];
}

constexpr bool is_between(Op op, Op first, Op last) { return op >= first && op <= last; }

constexpr Kind float_kind(Op op) {
  switch (op) {
    case Op::fmul_s:
    case Op::fmul_d: return Kind::float_multiply;
    case Op::fdiv_s: return Kind::float_divide_single;
    case Op::fdiv_d: return Kind::float_divide;
    case Op::fsqrt_s: return Kind::float_root_single;
    case Op::fsqrt_d: return Kind::float_root;
    case Op::fadd_s:
    case Op::fadd_d:
    case Op::fsub_s:
    case Op::fsub_d:
    case Op::fcvt_s_d:
    case Op::fcvt_d_s: return Kind::float_add;
    default: break;
  }
  const bool converts =
      is_between(op, Op::fcvt_w_s, Op::fcvt_lu_s) || is_between(op, Op::fcvt_s_w, Op::fcvt_s_lu) ||
      is_between(op, Op::fcvt_w_d, Op::fcvt_lu_d) || is_between(op, Op::fcvt_d_w, Op::fcvt_d_lu);
  const bool fuses =
      is_between(op, Op::fmadd_s, Op::fnmadd_s) || is_between(op, Op::fmadd_d, Op::fnmadd_d);
  return converts ? Kind::float_convert : fuses ? Kind::float_fused : Kind::float_move;
}

constexpr Kind kind_of(Op op) {
  if (is_between(op, Op::lb, Op::lwu)) return Kind::load;
  if (is_between(op, Op::sb, Op::sd)) return Kind::store;
  if (is_between(op, Op::jal, Op::bgeu)) return Kind::control;
  if (is_between(op, Op::lr_w, Op::amomaxu_d)) return Kind::atomic;
  if (is_between(op, Op::div, Op::remu) || is_between(op, Op::divw, Op::remuw)) {
    return Kind::divide;
  }
  if (is_between(op, Op::mul, Op::mulhu)) return Kind::multiply;
  switch (op) {
    case Op::mulw: return Kind::multiply_word;
    case Op::flw:
    case Op::fld:
    case Op::mips_ldp:
    case Op::mips_lwp: return Kind::load;
    case Op::fsw:
    case Op::fsd:
    case Op::mips_sdp:
    case Op::mips_swp: return Kind::store;
    case Op::mips_pref: return Kind::prefetch;
    case Op::mips_ccmov: return Kind::conditional_move;
    default: return is_between(op, Op::fmadd_s, Op::fmv_d_x) ? float_kind(op) : Kind::alu;
  }
}

constexpr bool is_pair(Op op) { return is_between(op, Op::mips_ldp, Op::mips_swp); }

constexpr std::uint8_t access_bytes(Op op) {
  switch (op) {
    case Op::lb:
    case Op::lbu:
    case Op::sb: return 1;
    case Op::lh:
    case Op::lhu:
    case Op::sh: return 2;
    case Op::ld:
    case Op::sd:
    case Op::fld:
    case Op::fsd:
    case Op::mips_ldp:
    case Op::mips_sdp: return 8;
    default: return is_between(op, Op::lr_d, Op::amomaxu_d) ? 8 : 4;
  }
}

/* The integer registers of the machine; x0 needs no wait, and the sink is no destination. */
std::uint8_t integer_source(std::uint8_t number) {
  return number == 0 || number == kSink ? kNoSource : number;
}
std::uint8_t integer_destination(std::uint8_t number) {
  return number == kSink || number == 0 ? kNoDestination : number;
}
std::uint8_t float_register(std::uint8_t number) { return static_cast<std::uint8_t>(number + 32); }

/* Fills in the registers that the letters of disassemble.cpp name. */
void set_registers(Step& step, const Instruction& instruction) {
  constexpr std::size_t kRows = sizeof kOperands / sizeof kOperands[0];
  if (static_cast<std::size_t>(instruction.op) >= kRows) return;
  for (const char* letter = kOperands[static_cast<std::size_t>(instruction.op)]; *letter != 0;
       ++letter) {
    switch (*letter) {
      case 's': step.sources[0] = integer_source(instruction.rs1); break;
      case 'S': step.sources[0] = float_register(instruction.rs1); break;
      case 't': step.sources[1] = integer_source(instruction.rs2); break;
      case 'T': step.sources[1] = float_register(instruction.rs2); break;
      case 'r': step.sources[2] = integer_source(instruction.rs3); break;
      case 'R': step.sources[2] = float_register(instruction.rs3); break;
      case 'd': step.destinations[0] = integer_destination(instruction.rd); break;
      case 'D': step.destinations[0] = float_register(instruction.rd); break;
      case 'e': step.destinations[1] = integer_destination(instruction.rs3); break;
      default: break;
    }
  }
}

bool stores(Op op, Kind kind) {
  return kind == Kind::store || (kind == Kind::atomic && op != Op::lr_w && op != Op::lr_d);
}

Step step_of(const Instruction& instruction, const Parameters& parameters) {
  const Kind kind = kind_of(instruction.op);
  const Way way = way_of(kind, parameters);
  Step step;
  set_registers(step, instruction);
  step.pipe = way.pipe;
  step.latency = static_cast<std::uint8_t>(way.cycles);
  step.busy = static_cast<std::uint8_t>(way.busy);
  step.size = instruction.size;
  if (kind == Kind::store) {
    step.late_source = step.sources[1];
    step.sources[1] = kNoSource;
  }
  step.uses_memory = kind == Kind::load || kind == Kind::store || kind == Kind::atomic;
  step.looks_up = step.uses_memory;
  return step;
}

/* Two neighbours that the core executes as one access of twice the size. Of the one real trace:
 * integer words or doublewords, the same base, either order, a base that the first does not
 * change. */
bool is_bond(const Instruction& first, const Instruction& second) {
  const Op op = first.op;
  const bool loads = op == Op::lw || op == Op::ld;
  if (!loads && op != Op::sw && op != Op::sd) return false;
  if (second.op != op || first.rs1 != second.rs1) return false;
  if (loads && first.rd == first.rs1) return false;
  const std::uint64_t distance = second.immediate - first.immediate;
  const std::uint64_t bytes = access_bytes(op);
  return distance == bytes || distance == 0 - bytes;
}

/* Joins the access `at` of `second` to the one before. */
void bond(Plan& plan, Step& second, Op op, std::uint8_t at) {
  PlannedAccess& access = plan.accesses.back();
  access.second = at;
  access.alignment_mask = static_cast<std::uint8_t>(2 * access_bytes(op) - 1);
  access.misaligned =
      access.is_store ? Counter::misaligned_store_bonds : Counter::misaligned_load_bonds;
  second.pipe = Pipe::any;
  second.slots = 0;
  second.looks_up = false;
  ++(access.is_store ? plan.bonded_stores : plan.bonded_loads);
}

PlannedAccess access_of(const Instruction& instruction, std::uint8_t at) {
  const Kind kind = kind_of(instruction.op);
  PlannedAccess access;
  access.first = access.second = at;
  access.is_store = stores(instruction.op, kind);
  access.misaligned = access.is_store ? Counter::misaligned_stores : Counter::misaligned_loads;
  if (kind != Kind::atomic && !is_pair(instruction.op)) {
    access.alignment_mask = static_cast<std::uint8_t>(access_bytes(instruction.op) - 1);
  }
  return access;
}

/* Of the one real trace: what takes an integer register is counted on neither unit. */
void count_float(Plan& plan, const Instruction& instruction) {
  const Op op = instruction.op;
  const bool takes_integer = is_between(op, Op::fcvt_s_w, Op::fmv_w_x) ||
                             is_between(op, Op::fcvt_d_w, Op::fcvt_d_lu) || op == Op::fmv_d_x;
  if (takes_integer) return;
  switch (kind_of(op)) {
    case Kind::float_multiply:
    case Kind::float_fused: ++plan.fpu1; break;
    case Kind::float_add:
    case Kind::float_convert:
    case Kind::float_move:
    case Kind::float_divide:
    case Kind::float_divide_single:
    case Kind::float_root:
    case Kind::float_root_single: ++plan.fpu0; break;
    default: break;
  }
}

/* What the estimate is least certain of. */
void count_costly(Plan& plan, const Step& step, const Instruction& instruction) {
  const Op op = instruction.op;
  if (step.pipe == Pipe::divide) plan.divider_cycles += step.busy;
  const bool orders = op == Op::fence || op == Op::fence_i;
  if (orders || kind_of(op) == Kind::atomic) ++plan.atomics;
}

/* The registers that hold return addresses, by the hints of the instruction set's specification. */
bool is_link(std::uint8_t number) { return number == 1 || number == 5; }

Ending ending_of(Op op, const Instruction& last) {
  if (is_conditional_branch(op)) return Ending::branch;
  if (op == Op::jal) return is_link(last.rd) ? Ending::call : Ending::jump;
  if (op != Op::jalr) return Ending::falls;
  if (is_link(last.rd)) return Ending::indirect_call;
  return is_link(last.rs1) ? Ending::ret : Ending::indirect_jump;
}

}  // namespace

namespace {

void add_steps(Plan& plan, const Block& block, std::uint32_t length, const Parameters& parameters) {
  const unsigned group_shift = exponent_of(parameters.fetch_group_bytes);
  std::uint64_t group = 0;
  bool can_bond = false;
  std::uint8_t accesses = 0;
  Instruction before;
  for (std::uint32_t i = 0; i < length; ++i) {
    Instruction instruction = block.first[i];
    instruction.op = plain(instruction.op);
    Step step = step_of(instruction, parameters);
    const bool bonds = can_bond && is_bond(before, instruction);
    can_bond = !bonds;
    if (bonds) bond(plan, step, instruction.op, accesses);
    if (step.looks_up) plan.accesses.push_back(access_of(instruction, accesses));
    if (step.uses_memory) {
      accesses = static_cast<std::uint8_t>(accesses + (is_pair(instruction.op) ? 2 : 1));
    }
    const std::uint64_t last_group = (plan.end + instruction.size - 1) >> group_shift;
    step.groups = static_cast<std::uint8_t>(i == 0 ? 0 : last_group - group);
    group = last_group;
    plan.steps.push_back(step);
    count_float(plan, instruction);
    count_costly(plan, step, instruction);
    plan.last_pc = plan.end;
    plan.end += instruction.size;
    before = instruction;
  }
}

}  // namespace

Plan plan_of(const Block& block, std::uint32_t length, const Parameters& parameters) {
  Plan plan;
  plan.begin = plan.end = plan.last_pc = block.begin;
  plan.length = length;
  add_steps(plan, block, length, parameters);
  plan.first_line = plan.begin >> exponent_of(parameters.line_bytes);
  plan.last_line = (plan.end - 1) >> exponent_of(parameters.line_bytes);
  plan.first_group = plan.begin >> exponent_of(parameters.fetch_group_bytes);
  plan.last_group = (plan.end - 1) >> exponent_of(parameters.fetch_group_bytes);
  if (length == block.length) {
    const Instruction& last = block.first[length - 1];
    plan.ending = ending_of(plain(last.op), last);
    plan.branch_target = last.immediate;
  }
  return plan;
}

}  // namespace aex::engine
