#include "engine/isa/forms.hpp"

#include <cstddef>

#include "engine/isa/decode.hpp"

namespace aex::engine {
namespace {

constexpr std::size_t index_of(Op op) { return static_cast<std::size_t>(op); }
constexpr std::size_t index_of(From from) { return static_cast<std::size_t>(from); }
constexpr std::size_t kFroms = index_of(From::fs3) + 1;
constexpr std::size_t kPlain = index_of(Op::stop) + 1;

/* The forms of one plain operation, by From; itself where there is none. */
struct Forms {
  Op from[kFroms] = {};
};

struct FormTable {
  Forms of[kPlain] = {};
};

constexpr FormTable make_forms() {
  FormTable table;
  for (std::size_t op = 0; op < kPlain; ++op) {
    for (Op& form : table.of[op].from) form = static_cast<Op>(op);
  }
#define AEX_FORWARD(id, source, ...) \
  table.of[index_of(Op::id)].from[index_of(From::source)] = Op::id##_##source;
#include "engine/isa/forwards.def"
#undef AEX_FORWARD
  return table;
}

constexpr FormTable kForms = make_forms();

constexpr Op form_of(Op op, From from) { return kForms.of[index_of(op)].from[index_of(from)]; }

struct Pair {
  Op first;
  Op second;
  Op both;
  bool asks_for_zero; /* the second is a branch, and compares with x0 */
};

constexpr Pair kPairs[] = {
#define AEX_FUSION(id, from)                                                \
  {form_of(Op::id, From::from), Op::beq_rs1, Op::id##_##from##_beqz, true}, \
      {form_of(Op::id, From::from), Op::bne_rs1, Op::id##_##from##_bnez, true},
#define AEX_PAIR(id, from, next, from_then)                         \
  {form_of(Op::id, From::from), form_of(Op::next, From::from_then), \
   Op::id##_##from##_##next##_##from_then, false},
#include "engine/isa/pairs.def"
#undef AEX_FUSION
#undef AEX_PAIR
};
constexpr std::size_t kPairCount = sizeof kPairs / sizeof kPairs[0];
constexpr std::size_t kOps = index_of(Op::count);
constexpr std::size_t kFirstPair = kOps - kPairCount;

/* What each is a form of, and which pairs it begins. */
struct Index {
  Op plain[kOps] = {};
  std::uint16_t begin[kFirstPair + 1] = {};
  std::uint16_t pairs[kPairCount] = {};
};

constexpr Index make_index() {
  Index index;
  std::uint16_t filled = 0;
  for (std::size_t op = 0; op < kPlain; ++op) {
    for (const Op form : kForms.of[op].from) index.plain[index_of(form)] = static_cast<Op>(op);
  }
  for (std::size_t op = 0; op < kFirstPair; ++op) {
    index.begin[op] = filled;
    for (std::size_t pair = 0; pair < kPairCount; ++pair) {
      if (index_of(kPairs[pair].first) != op) continue;
      index.pairs[filled++] = static_cast<std::uint16_t>(pair);
      index.plain[index_of(kPairs[pair].both)] = index.plain[op];
    }
  }
  index.begin[kFirstPair] = filled;
  return index;
}

constexpr Index kIndex = make_index();

/* The pair of `first` and `second`, whose forms are chosen; the form of `first` if they are none.
 */
Op paired(Op first, Op second, const Instruction& next) {
  for (std::size_t i = kIndex.begin[index_of(first)]; i < kIndex.begin[index_of(first) + 1]; ++i) {
    const Pair& pair = kPairs[kIndex.pairs[i]];
    if (pair.second == second && (!pair.asks_for_zero || next.rs2 == 0)) return pair.both;
  }
  return first;
}

/* What an instruction does to the last results. */
struct Effect {
  bool writes_integer = false;
  bool writes_two = false;
  bool writes_float = false;
};

struct Effects {
  Effect of[kPlain] = {};
};

constexpr Effect effect_of(const char* operands) {
  Effect effect;
  for (; *operands != 0; ++operands) {
    if (*operands == 'd') effect.writes_integer = true;
    if (*operands == 'e') effect.writes_two = true;
    if (*operands == 'D') effect.writes_float = true;
  }
  return effect;
}

constexpr Effects kEffects = {{
#define AEX_INSTRUCTION(id, text, match, mask, format, operands, ...) effect_of(operands),
#include "engine/isa/instructions.def"
#undef AEX_INSTRUCTION
}};

constexpr std::uint8_t kNowhere = 255;

/* The registers that hold the last results. */
struct Last {
  std::uint8_t integer = kNowhere;
  std::uint8_t floating = kNowhere;

  bool has(From from, const Instruction& instruction) const {
    switch (from) {
      case From::registers: return false;
      case From::rs1: return instruction.rs1 == integer;
      case From::rs2: return instruction.rs2 == integer;
      case From::fs1: return instruction.rs1 == floating;
      case From::fs2: return instruction.rs2 == floating;
      case From::fs3: return instruction.rs3 == floating;
    }
    return false;
  }

  void note(const Effect& effect, const Instruction& instruction) {
    if (effect.writes_integer) integer = effect.writes_two ? kNowhere : instruction.rd;
    if (effect.writes_float) floating = instruction.rd;
  }
};

void forward(std::vector<Instruction>& instructions) {
  Last last;
  for (Instruction& instruction : instructions) {
    const Op op = instruction.op;
    for (std::size_t from = kFroms; from-- > 1;) {
      const Op form = kForms.of[index_of(op)].from[from];
      if (form != op && last.has(static_cast<From>(from), instruction)) instruction.op = form;
    }
    last.note(kEffects.of[index_of(op)], instruction);
  }
}

/* From the end, so that there are as few steps as possible. */
void pair_up(std::vector<Instruction>& instructions) {
  std::size_t steps_of_next = 1;
  std::size_t steps_behind = 0;
  Op second = instructions.back().op;
  for (std::size_t i = instructions.size() - 1; i-- > 0;) {
    Instruction& instruction = instructions[i];
    const Op first = instruction.op;
    const bool is_better = steps_behind < steps_of_next;
    if (is_better) instruction.op = paired(first, second, instructions[i + 1]);
    const std::size_t steps = 1 + (instruction.op != first ? steps_behind : steps_of_next);
    steps_behind = steps_of_next;
    steps_of_next = steps;
    second = first;
  }
}

}  // namespace

void choose_forms(std::vector<Instruction>& instructions) {
  forward(instructions);
  pair_up(instructions);
}

Op plain(Op op) { return kIndex.plain[index_of(op)]; }

}  // namespace aex::engine
