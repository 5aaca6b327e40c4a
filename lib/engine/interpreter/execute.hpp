/** The interpreter's loop. Included only where it is compiled for one observer. */
#pragma once

#include <type_traits>

#include "engine/float/arithmetic.hpp"
#include "engine/float/compare.hpp"
#include "engine/float/convert.hpp"
#include "engine/interpreter/hart.hpp"
#include "engine/interpreter/integer.hpp"
#include "engine/interpreter/observe.hpp"
#include "engine/interpreter/run_blocks.hpp"

#if defined(__GNUC__) && !defined(AEX_NO_THREADED_CODE)
#define AEX_THREADED
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#endif
#ifdef __GNUC__
#define LIKELY(condition) __builtin_expect(static_cast<bool>(condition), true)
#define UNLIKELY(condition) __builtin_expect(static_cast<bool>(condition), false)
#else
#define LIKELY(condition) (condition)
#define UNLIKELY(condition) (condition)
#endif

namespace aex::engine {

/** Takes the rounding of an instruction, or of frm if it says so; false if that is reserved. */
inline bool resolve_rounding(unsigned rounding, unsigned frm, Rounding& out) {
  if (rounding == 7) rounding = frm;
  out = static_cast<Rounding>(rounding);
  return rounding <= static_cast<unsigned>(Rounding::nearest_away);
}

/* What the rows of instructions.def are spelled with. `at` is the instruction. */
#define U64(value) static_cast<std::uint64_t>(value)
#define S64(value) static_cast<std::int64_t>(value)
#define U32(value) static_cast<std::uint32_t>(value)
#define S32(value) static_cast<std::int32_t>(value)
#define W(value) U64(S64(S32(value)))
#define RD hart.x[at->rd] = last
#define RS1 (from == From::rs1 ? last : hart.x[at->rs1])
#define RS2 (from == From::rs2 ? last : hart.x[at->rs2])
#define RS3 hart.x[at->rs3]
#define RS1_INDEX U64(at->rs1)
#define IMM at->immediate
#define RAW1 hart.f[at->rs1]
#define RAW2 hart.f[at->rs2]
#define D1 (from == From::fs1 ? bits_of(last_float) : hart.f[at->rs1])
#define D2 (from == From::fs2 ? bits_of(last_float) : hart.f[at->rs2])
#define D3 (from == From::fs3 ? bits_of(last_float) : hart.f[at->rs3])
#define S1 unbox(hart.f[at->rs1])
#define S2 unbox(hart.f[at->rs2])
#define S3 unbox(hart.f[at->rs3])
#define FD_D(value) hart.f[at->rd] = keep(last_float, value)
#define FD_S(value) hart.f[at->rd] = keep(last_float, box(value))
#define FLAGS hart.fflags
#define FLOAT (FloatContext{rounding, hart.fflags, hart.host_float})
#define ROUNDED(statement)                                               \
  Rounding rounding;                                                     \
  if (!resolve_rounding(at->rounding, hart.frm, rounding)) goto illegal; \
  statement;                                                             \
  hart.settle_float()
/* What the host computes is taken at once where it must be right. */
#define HOST_FIRST(F, assign, kind, of_host, otherwise)          \
  bool is_done = false;                                          \
  if (LIKELY((hart.trusted_host[at->rounding] & (kind)) != 0)) { \
    const F::Bits result = of_host;                              \
    if (LIKELY(is_well_inside<F>(result))) {                     \
      assign(result);                                            \
      is_done = true;                                            \
    }                                                            \
  }                                                              \
  if (UNLIKELY(!is_done)) {                                      \
    ROUNDED(assign(otherwise));                                  \
  }
#define ARITHMETIC(F, assign, operation, a, b) \
  HOST_FIRST(F, assign, kHostArithmetic, (host_##operation<F>(a, b)), (operation<F>(a, b, FLOAT)))
#define FUSED(F, assign, a, b, c) \
  HOST_FIRST(F, assign, kHostFused, (host_multiply_add<F>(a, b, c)), (fused<F>(a, b, c, FLOAT)))
#define COMPARISON(F, operation, a, b)                                             \
  RD = LIKELY((hart.host_float & kHostArithmetic) != 0 && host_has_order<F>(a, b)) \
           ? host_##operation<F>(a, b)                                             \
           : operation<F>(a, b, FLAGS)
#define TRAP_ACCESS(trap, where) \
  {                              \
    hart.bad_address = (where);  \
    reason = Trap::trap;         \
    goto early;                  \
  }
#define WATCH(where, size, kind) observer.access(pc, where, size, AccessKind::kind)
#define LOAD_INTO(type, assign)                                    \
  const std::uint64_t address = RS1 + IMM;                         \
  type value;                                                      \
  if (!memory.load(address, value)) TRAP_ACCESS(bad_load, address) \
  WATCH(address, sizeof(type), load);                              \
  assign
#define LOAD(type) LOAD_INTO(type, RD = U64(S64(value)))
#define LOAD_FLOAT(type, assign) LOAD_INTO(type, assign(value))
#define STORE(type, source)                                                              \
  const std::uint64_t address = RS1 + IMM;                                               \
  if (!memory.store(address, static_cast<type>(source))) TRAP_ACCESS(bad_store, address) \
  WATCH(address, sizeof(type), store)
#define LOAD_PAIR(type)                                                                           \
  const std::uint64_t address = RS1 + IMM;                                                        \
  type first, second;                                                                             \
  if (!memory.load(address, first)) TRAP_ACCESS(bad_load, address)                                \
  if (!memory.load(address + sizeof(type), second)) TRAP_ACCESS(bad_load, address + sizeof(type)) \
  WATCH(address, sizeof(type), load);                                                             \
  WATCH(address + sizeof(type), sizeof(type), load);                                              \
  RD = U64(S64(first));                                                                           \
  RS3 = U64(S64(second))
#define STORE_PAIR(type)                                             \
  const std::uint64_t address = RS1 + IMM;                           \
  type unused;                                                       \
  if (!memory.load(address + sizeof(type), unused) ||                \
      !memory.store(address + sizeof(type), static_cast<type>(RS3))) \
    TRAP_ACCESS(bad_store, address + sizeof(type))                   \
  if (!memory.store(address, static_cast<type>(RS2))) {              \
    memory.store(address + sizeof(type), unused);                    \
    TRAP_ACCESS(bad_store, address)                                  \
  }                                                                  \
  WATCH(address, sizeof(type), store);                               \
  WATCH(address + sizeof(type), sizeof(type), store)
#define LOAD_RESERVED(type)                                                                       \
  const std::uint64_t address = RS1;                                                              \
  type value;                                                                                     \
  if (address % sizeof(type) != 0 || !memory.load(address, value)) TRAP_ACCESS(bad_load, address) \
  WATCH(address, sizeof(type), load);                                                             \
  hart.is_reserved = true;                                                                        \
  hart.reservation = address;                                                                     \
  RD = U64(S64(value))
#define STORE_CONDITIONAL(type)                                                                \
  const std::uint64_t address = RS1;                                                           \
  const bool holds = hart.is_reserved && hart.reservation == address;                          \
  hart.is_reserved = false;                                                                    \
  if (address % sizeof(type) != 0) TRAP_ACCESS(bad_store, address)                             \
  if (holds && !memory.store(address, static_cast<type>(RS2))) TRAP_ACCESS(bad_store, address) \
  WATCH(address, sizeof(type), store);                                                         \
  RD = holds ? 0 : 1
#define AMO(type, expression)                                                                   \
  const std::uint64_t address = RS1;                                                            \
  type old;                                                                                     \
  if (address % sizeof(type) != 0 || !memory.load(address, old)) TRAP_ACCESS(bad_load, address) \
  const type operand = static_cast<type>(RS2);                                                  \
  if (!memory.store(address, static_cast<type>(expression))) TRAP_ACCESS(bad_store, address)    \
  WATCH(address, sizeof(type), store);                                                          \
  RD = U64(S64(old))
#define CSR(writes, expression)                                                       \
  const std::uint64_t before = limit - left - block->length + U64(at - block->first); \
  std::uint64_t old;                                                                  \
  if (!read_csr(hart, IMM, before, old)) goto illegal;                                \
  if ((writes) && !write_csr(hart, IMM, (expression))) goto illegal;                  \
  RD = old
/* From one block to the next, with a jump of its own for the host to foresee. */
#define GO_TO(link, is_fixed, where)                                           \
  {                                                                            \
    destination = (where);                                                     \
    to = linked<Observer>(link, is_fixed, destination, blocks, guest);         \
    if constexpr (Observer::kWatchesBlocks) observer.ran(*block, destination); \
    if (Observer::kOneBlock || to == nullptr) goto arrived;                    \
    block = to;                                                                \
    if (UNLIKELY(block->length > left)) goto arrived;                          \
    left -= block->length;                                                     \
    ++block->entries;                                                          \
    pc = block->begin;                                                         \
    at = block->first;                                                         \
    DISPATCH();                                                                \
  }
#define JUMP(where)                     \
  const std::uint64_t target = (where); \
  RD = block->end;                      \
  GO_TO(block->target, false, target)
#define JUMP_INDIRECT(where) JUMP((where) & ~UINT64_C(1))
#define BRANCH(condition)                                \
  if (!(condition)) GO_TO(block->next, true, block->end) \
  ++block->taken;                                        \
  GO_TO(block->target, false, IMM)
#define TAKE_FROM(source) [[maybe_unused]] constexpr From from = From::source
/* One after the other; a trap finds the one that made it. */
#define FIRST_OF_TWO(first, from_first) \
  FORM_OF(first);                       \
  {                                     \
    TAKE_FROM(from_first);              \
    STEP_##first;                       \
  }                                     \
  ++at
#define LEAVE(trap)    \
  reason = Trap::trap; \
  goto leave
#define MARK(trap) LEAVE(trap)
#include "engine/interpreter/steps.def"

/* Leaves a block at its end, and says where that is. */
template <class Observer>
std::uint64_t leave_at_end(Block& block, Observer& observer) {
  if constexpr (Observer::kWatchesBlocks) observer.ran(block, block.end);
  return block.end;
}

/* Leaves a block before its end: takes back what was counted on entry. */
template <class Observer>
void leave_early(Hart& hart, Cursor& cursor, Block& block, const Instruction* at,
                 std::uint64_t retired, Observer& observer) {
  cursor.block = &block;
  cursor.early = static_cast<std::uint32_t>(at - block.first);
  hart.pc = block.begin;
  for (const Instruction* done = block.first; done != at; ++done) hart.pc += done->size;
  hart.retired = retired - block.length + cursor.early;
  --block.entries;
  if constexpr (Observer::kWatchesBlocks) observer.ran_part(block, cursor.early, hart.pc);
}

/* The block to go on with; nullptr if there is none, or no wish for one. Not inlined, for it is
 * needed a few times in the life of most blocks. */
template <class Observer>
[[gnu::noinline]] Block* known_block(Blocks& blocks, Memory& guest, std::uint64_t pc) {
  Block* const block = Observer::kOneBlock ? nullptr : blocks.find(guest, pc);
  return block != nullptr && Observer::accepts(block->entries) ? block : nullptr;
}

/* The block that `link` remembers, if it is the one at `pc`; `is_fixed` says that it can be no
 * other. */
template <class Observer>
Block* linked(Block*& link, bool is_fixed, std::uint64_t pc, Blocks& blocks, Memory& guest) {
  if (LIKELY(link != nullptr && (is_fixed || link->begin == pc))) return link;
  return link = known_block<Observer>(blocks, guest, pc);
}

/* Each instruction ends with a jump to the next one's code, where the compiler can do that. */
#ifdef AEX_THREADED
#define TARGET(id) do_##id:
/* Those that run one block at a time do without forms. */
#define FORM_OF(id) \
  if constexpr (Observer::kOneBlock) goto do_##id
#define DISPATCH() goto* kTargets[static_cast<std::size_t>(at->op)]
#define BEGIN_TARGETS DISPATCH();
#define END_TARGETS
#else
#define TARGET(id) case Op::id:
#define FORM_OF(id) static_assert(Op::id < Op::illegal, "plain")
#define DISPATCH() goto dispatch
#define BEGIN_TARGETS \
  dispatch:           \
  switch (at->op) {
#define END_TARGETS             \
  case Op::count: goto illegal; \
    }
#endif
#define ADVANCE()                                    \
  if constexpr (Observer::kTracksPc) pc += at->size; \
  ++at;                                              \
  DISPATCH()

/** Runs from the cursor's block, which starts at hart.pc, until something traps, the observer
 *  declines the next block, or it is longer than what is left up to `limit`. Then hart.pc is
 *  where to go on. A block that was left early has not counted this entry. */
template <class Observer>
Trap execute(Hart& hart, Cursor& cursor, std::uint64_t limit, Blocks& blocks, Memory& guest,
             Observer& observer) {
#ifdef AEX_THREADED
  static const void* const kTargets[] = {
#include "engine/interpreter/targets.def"
  };
  static_assert(sizeof kTargets / sizeof *kTargets == static_cast<std::size_t>(Op::count),
                "a target for each");
#endif
  const MemoryView memory = guest.view();
  Block* block = cursor.block;
  Block* to = nullptr;
  const Instruction* at = nullptr;
  std::uint64_t left = limit - hart.retired; /* instructions */
  std::uint64_t destination = hart.pc;
  [[maybe_unused]] std::uint64_t pc = 0;
  std::uint64_t last = 0; /* result that went to an integer register */
  [[maybe_unused]] KeptDouble last_float = 0;
  Trap reason = Trap::block_unknown;
  goto enter;
enter:
  if (block->length > left) goto arrived;
  left -= block->length;
  ++block->entries;
  pc = block->begin;
  at = block->first;
  BEGIN_TARGETS
#include "engine/interpreter/bodies.def"
  END_TARGETS
illegal:
  reason = Trap::illegal;
early:
  leave_early(hart, cursor, *block, at, limit - left, observer);
  return reason;
leave:
  destination = leave_at_end(*block, observer);
arrived:
  hart.pc = destination;
  hart.retired = limit - left;
  return reason;
}

#undef LIKELY
#undef UNLIKELY
#undef U64
#undef S64
#undef U32
#undef S32
#undef W
#undef RD
#undef RS1
#undef RS2
#undef RS3
#undef RS1_INDEX
#undef IMM
#undef RAW1
#undef RAW2
#undef D1
#undef D2
#undef D3
#undef S1
#undef S2
#undef S3
#undef FD_D
#undef FD_S
#undef FLAGS
#undef FLOAT
#undef ROUNDED
#undef HOST_FIRST
#undef ARITHMETIC
#undef FUSED
#undef COMPARISON
#undef TRAP_ACCESS
#undef WATCH
#undef LOAD_INTO
#undef LOAD
#undef LOAD_FLOAT
#undef STORE
#undef LOAD_PAIR
#undef STORE_PAIR
#undef LOAD_RESERVED
#undef STORE_CONDITIONAL
#undef AMO
#undef CSR
#undef GO_TO
#undef JUMP
#undef JUMP_INDIRECT
#undef BRANCH
#undef TAKE_FROM
#undef FORM_OF
#undef FIRST_OF_TWO
#undef LEAVE
#undef MARK
#undef TARGET
#undef DISPATCH
#undef ADVANCE
#undef BEGIN_TARGETS
#undef END_TARGETS

}  // namespace aex::engine

#ifdef AEX_THREADED
#undef AEX_THREADED
#pragma GCC diagnostic pop
#endif
