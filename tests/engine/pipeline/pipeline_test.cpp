#include "engine/pipeline/pipeline.hpp"

#include <gtest/gtest.h>

#include <random>

#include "engine/model/model.hpp"

namespace aex::engine {
namespace {

constexpr Op kOps[] = {Op::add,     Op::addi,   Op::lw,       Op::ld,       Op::ld,
                       Op::sw,      Op::sd,     Op::sd,       Op::mul,      Op::mulw,
                       Op::div,     Op::fld,    Op::fsd,      Op::fadd_d,   Op::fmul_d,
                       Op::fmadd_d, Op::fdiv_d, Op::amoadd_w, Op::mips_ldp, Op::mips_sdp};
constexpr std::uint64_t kMostInstructions = 20;
constexpr std::size_t kMostAccesses = 2 * kMostInstructions;
constexpr Op kEndings[] = {Op::beq, Op::bne, Op::jal, Op::jalr, Op::fence};

/* A program of straight runs, one behind the other, that makes no sense. */
class Nonsense {
 public:
  Nonsense(unsigned seed, std::size_t blocks, std::uint64_t data_bytes)
      : random_(seed), data_bytes_(data_bytes), codes_(blocks), blocks_(blocks) {
    std::uint64_t pc = 0x10000;
    for (std::size_t i = 0; i < blocks; ++i) pc = make_block(i, pc);
  }

  /* Some block after the one before. */
  Block& next() {
    at_ = below(3) == 0 ? below(blocks_.size()) : (at_ + 1) % blocks_.size();
    return blocks_[at_];
  }
  std::uint64_t address() {
    return 0x100000 + (below(64) == 0 ? below(data_bytes_) : below(data_bytes_) & ~UINT64_C(7));
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  std::uint8_t some_register() { return static_cast<std::uint8_t>(below(8)); }

  Instruction some(Op op) {
    Instruction instruction;
    instruction.op = op;
    instruction.size = below(2) == 0 ? 2 : 4;
    instruction.rd = some_register();
    instruction.rs1 = some_register();
    instruction.rs2 = some_register();
    instruction.rs3 = some_register();
    instruction.immediate = below(4) * 8;
    return instruction;
  }

  std::uint64_t make_block(std::size_t at, std::uint64_t pc) {
    std::vector<Instruction>& code = codes_[at];
    for (std::uint64_t left = below(kMostInstructions); left > 0; --left) {
      code.push_back(some(kOps[below(std::size(kOps))]));
    }
    code.push_back(some(kEndings[below(std::size(kEndings))]));
    Block& block = blocks_[at];
    block.begin = block.end = pc;
    for (const Instruction& each : code) block.end += each.size;
    block.first = code.data();
    block.length = static_cast<std::uint32_t>(code.size());
    return block.end;
  }

  std::minstd_rand random_;
  std::uint64_t data_bytes_;
  std::vector<std::vector<Instruction>> codes_;
  std::vector<Block> blocks_;
  std::size_t at_ = 0;
};

void expect_same(const Counters& counters, const Counters& expected) {
  for (std::size_t i = 0; i < kCounters; ++i) {
    EXPECT_EQ(counters[static_cast<Counter>(i)], expected[static_cast<Counter>(i)]) << i;
  }
}

/* What is left early is worked out each time, and the rest only where it is met anew. */
void compare(unsigned seed, std::size_t blocks, std::uint64_t data_bytes) {
  Nonsense program(seed, blocks, data_bytes);
  Model remembers(ModelLevel::cycles);
  Model works_out(ModelLevel::cycles);
  std::vector<std::uint64_t> addresses(kMostAccesses);
  Block* block = &program.next();
  for (int i = 0; i < 6'000 && !::testing::Test::HasFailure(); ++i) {
    for (std::uint64_t& address : addresses) address = program.address();
    Block* const next = &program.next();
    works_out.ran_part(*block, block->length, addresses.data(), next->begin);
    remembers.ran(*block, addresses.data(), next->begin);
    if (i % 1000 == 0) expect_same(remembers.counters(), works_out.counters());
    block = next;
  }
  expect_same(remembers.counters(), works_out.counters());
  EXPECT_GT(remembers.counters()[Counter::cycles], 0u);
}

TEST(Pipeline, RemembersWhatItWouldWorkOut) {
  constexpr std::uint64_t kInCache = 4096;
  constexpr std::uint64_t kBeyond = 1 << 20;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    compare(seed, 3, kInCache);
    compare(seed, 40, kInCache);
    compare(seed, 40, 2 * kInCache * 8);
    compare(seed, 400, kBeyond);
  }
}

TEST(Situations, AreOneWhereTheyAreEqual) {
  Situations situations;
  Situation one = {};
  Situation other = {};
  other.back() = 1;
  const SituationId first = situations.number_of(one);
  EXPECT_NE(first, 0u);
  EXPECT_NE(situations.number_of(other), first);
  EXPECT_EQ(situations.number_of(one), first);
  EXPECT_EQ(situations[first], one);
  EXPECT_EQ(situations.redirected(first, true), 0u);
  situations.redirected(first, true) = 5;
  EXPECT_EQ(situations.redirected(first, true), 5u);
  EXPECT_EQ(situations.redirected(first, false), 0u);
}

TEST(Situations, ForgetsWhenThereAreTooMany) {
  Situations situations;
  Situation situation = {};
  const SituationId first = situations.number_of(situation);
  SituationId last = first;
  for (unsigned i = 0; i < 20'000; ++i) {
    situation[0] = static_cast<std::uint8_t>(i);
    situation[1] = static_cast<std::uint8_t>(i >> 8);
    situation[2] = 1;
    const SituationId number = situations.number_of(situation);
    ASSERT_GT(number, last);
    last = number;
    ASSERT_EQ(situations[number], situation);
  }
  EXPECT_FALSE(situations.knows(first));
  EXPECT_TRUE(situations.knows(last));
}

}  // namespace
}  // namespace aex::engine
