#include "engine/machine/blocks.hpp"

#include <algorithm>

#include "engine/isa/decode.hpp"
#include "engine/isa/forms.hpp"

namespace aex::engine {
namespace {

/* What a block costs beside its instructions, in instructions. */
constexpr std::size_t kBlockCost = 16;

/* False if no code may be executed at `pc`. */
bool fetch(const MemoryView& memory, std::uint64_t pc, std::uint32_t& opcode) {
  std::uint16_t half;
  if (!memory.fetch(pc, half)) return false;
  opcode = half;
  if (opcode_bytes(half) == 2) return true;
  if (!memory.fetch(pc + 2, half)) return false;
  opcode |= std::uint32_t{half} << 16;
  return true;
}

Instruction marker(Op op) {
  Instruction instruction;
  instruction.op = op;
  return instruction;
}

}  // namespace

Block* Blocks::find(Memory& memory, std::uint64_t pc) {
  Block*& recent = recent_[pc / 2 % kRecent];
  if (recent != nullptr && recent->begin == pc) return recent;
  const auto known = by_address_.find(pc);
  recent = known != by_address_.end() ? &known->second->block : decode_block(memory, pc);
  return recent;
}

Block* Blocks::decode_block(Memory& memory, std::uint64_t pc) {
  const MemoryView view = memory.view();
  std::uint32_t opcode;
  if (!fetch(view, pc, opcode)) return nullptr;
  Code& code = codes_.emplace_back();
  code.block.begin = pc;
  Op last = Op::go_on;
  do {
    const Instruction instruction = decode(pc, opcode).instruction;
    last = instruction.op;
    code.instructions.push_back(instruction);
    if (last == Op::illegal) break;
    code.opcodes.push_back(opcode);
    pc += instruction.size;
  } while (!ends_block(last) && code.opcodes.size() < kMaxLength && fetch(view, pc, opcode));
  if (!ends_block(last)) code.instructions.push_back(marker(Op::go_on));
  choose_forms(code.instructions);
  code.block.first = code.instructions.data();
  code.block.length = static_cast<std::uint32_t>(code.opcodes.size());
  code.block.end = pc;
  decoded_ += code.instructions.size() + kBlockCost;
  by_address_.emplace(code.block.begin, &code);
  return &code.block;
}

Block* Blocks::cut(const Block& block, std::uint32_t length) {
  cut_.instructions.assign(block.first, block.first + length);
  for (Instruction& instruction : cut_.instructions) instruction.op = plain(instruction.op);
  cut_.instructions.push_back(marker(Op::stop));
  cut_.block = Block();
  cut_.block.is_cut = true;
  cut_.block.first = cut_.instructions.data();
  cut_.block.length = length;
  cut_.block.begin = block.begin;
  cut_.block.end = block.begin;
  for (std::uint32_t i = 0; i < length; ++i) cut_.block.end += block.first[i].size;
  return &cut_.block;
}

void Blocks::add_partial(const Block& block, std::uint32_t length) {
  const auto known = by_address_.find(block.begin);
  if (known != by_address_.end()) tally(*known->second, length, 1, 0);
}

void Blocks::tally(const Code& code, std::uint32_t length, std::uint64_t times,
                   std::uint64_t taken) {
  std::uint64_t pc = code.block.begin;
  for (std::uint32_t i = 0; i < length; ++i) {
    const Instruction& instruction = code.instructions[i];
    Tally& tally = counts_[{pc, code.opcodes[i]}];
    tally.retired += times;
    if (const Op op = plain(instruction.op); is_control_transfer(op)) {
      tally.is_control_transfer = true;
      tally.taken += is_conditional_branch(op) ? taken : times;
    }
    pc += instruction.size;
  }
}

void Blocks::forget_code() {
  for (const Code& code : codes_) {
    if (code.block.entries != 0) {
      tally(code, code.block.length, code.block.entries, code.block.taken);
    }
  }
  codes_.clear();
  by_address_.clear();
  std::fill(std::begin(recent_), std::end(recent_), nullptr);
  decoded_ = 0;
}

std::vector<Count> Blocks::take_counts() {
  forget_code();
  std::vector<Count> counts;
  counts.reserve(counts_.size());
  for (const auto& [key, tally] : counts_) {
    counts.push_back(
        {key.address, tally.retired, tally.taken, key.opcode, tally.is_control_transfer});
  }
  std::sort(counts.begin(), counts.end(), [](const Count& a, const Count& b) {
    return a.address != b.address ? a.address < b.address : a.opcode < b.opcode;
  });
  return counts;
}

}  // namespace aex::engine
