/** Instructions as text, in the layout of the cloud's reports: plain mnemonics without aliases,
 *  registers by number, as GNU objdump writes them with `-M no-aliases,numeric`. */
#pragma once

#include <array>
#include <string>

#include "engine/isa/decode.hpp"

namespace aex::engine {

/** Writes one instruction after the other. Remembers what lui and auipc put into a register, so
 *  that the instruction that completes the address can show it ("# 0x00013bd8"): feed it in the
 *  order in which the text is printed. */
class Disassembler {
 public:
  /** E.g. "addi        x3,x3,-1376 # 0x00013bd8". An unknown opcode gives ".4byte" or ".2byte". */
  std::string text(std::uint64_t pc, std::uint32_t opcode);

 private:
  void note_address(const Decoded& decoded);
  std::string comment(const Decoded& decoded);

  struct HighPart {
    bool is_known = false;
    std::uint64_t value = 0;
  };
  std::array<HighPart, 32> high_parts_{};
};

}  // namespace aex::engine
