#include "analysis/hot/blocks.hpp"

#include <algorithm>

namespace aex::analysis {
namespace {

constexpr std::string_view kLeaving[] = {
    "beq",  "bne",    "blt",    "bge", "bltu",  "bgeu", "beqz",   "bnez", "blez", "bgez",
    "bltz", "bgtz",   "bgt",    "ble", "bgtu",  "bleu", "j",      "jal",  "jalr", "jr",
    "ret",  "c.beqz", "c.bnez", "c.j", "c.jal", "c.jr", "c.jalr", "mret", "sret", "dret",
};

bool follows(const HotInstruction& before, const HotInstruction& next) {
  const report::InstructionCount& count = before.count;
  return count.address + count.size == next.count.address && count.retired == next.count.retired &&
         before.function == next.function && !leaves_block(count.text);
}

}  // namespace

bool leaves_block(std::string_view text) {
  const std::string_view mnemonic = text.substr(0, text.find_first_of(" \t"));
  return std::find(std::begin(kLeaving), std::end(kLeaving), mnemonic) != std::end(kLeaving);
}

std::vector<HotBlock> find_blocks(const std::vector<HotInstruction>& instructions) {
  std::vector<HotBlock> blocks;
  for (std::size_t i = 0; i < instructions.size(); ++i) {
    const bool goes_on = i > 0 && follows(instructions[i - 1], instructions[i]);
    if (!goes_on) blocks.push_back({i, 0, instructions[i].count.retired, 0});
    ++blocks.back().length;
    blocks.back().retired += instructions[i].count.retired;
  }
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const HotBlock& a, const HotBlock& b) { return a.retired > b.retired; });
  return blocks;
}

}  // namespace aex::analysis
