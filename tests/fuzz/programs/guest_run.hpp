/** Runs a guest that may be anything, for a little while, and reads all that can be read of it. */
#pragma once

#include <memory>

#include "engine/isa/disassemble.hpp"
#include "engine/machine/machine.hpp"
#include "support/memory_files.hpp"

namespace aex::testing {

inline void run_any_guest(const Bytes& elf) {
  constexpr engine::MachineLimits kLimits = {UINT64_C(16) << 20, 4096};
  constexpr std::uint64_t kInstructions = 20'000;
  MemoryFiles files;
  files.contents["guest.elf"] = elf;
  auto machine = engine::Machine::load(files, "guest.elf", 64, kLimits);
  if (!machine.ok()) return;
  engine::Machine& guest = *machine.value();
  guest.attach(std::make_unique<engine::Model>(engine::ModelLevel::cycles));
  for (int slice = 0; slice < 2; ++slice) guest.run(kInstructions / 2);
  engine::Disassembler disassembler;
  for (const engine::Count& count : guest.counts()) {
    disassembler.text(count.address, count.opcode);
  }
}

}  // namespace aex::testing
