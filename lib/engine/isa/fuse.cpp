#include "engine/isa/fuse.hpp"

namespace aex::engine {
namespace {

struct Fusion {
  Op first;
  Op with_beqz;
  Op with_bnez;
};

constexpr Fusion kFusions[] = {
#define AEX_FUSION(first, value) {Op::first, Op::first##_beqz, Op::first##_bnez},
#include "engine/isa/fusions.def"
#undef AEX_FUSION
};

}  // namespace

Op fused(const Instruction& first, const Instruction& second) {
  const bool is_branch = second.op == Op::beq || second.op == Op::bne;
  const bool asks_for_zero = first.rd != kSink && second.rs1 == first.rd && second.rs2 == 0;
  if (!is_branch || !asks_for_zero) return first.op;
  for (const Fusion& row : kFusions) {
    if (row.first == first.op) return second.op == Op::beq ? row.with_beqz : row.with_bnez;
  }
  return first.op;
}

Op unfused(Op op) {
  for (const Fusion& row : kFusions) {
    if (op == row.with_beqz || op == row.with_bnez) return row.first;
  }
  return op;
}

}  // namespace aex::engine
