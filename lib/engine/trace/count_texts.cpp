#include "engine/trace/count_texts.hpp"

#include "engine/isa/disassemble.hpp"

namespace aex::engine {

/* The disassembler wants to see the instructions in the order in which they are printed. */
void add_texts(std::vector<report::InstructionCount>& counts) {
  Disassembler disassembler;
  for (const report::CodeBlock& block : report::arrange(counts)) {
    for (std::size_t i = block.first; i < block.first + block.length; ++i) {
      counts[i].text = disassembler.text(counts[i].address, counts[i].opcode);
    }
  }
}

}  // namespace aex::engine
