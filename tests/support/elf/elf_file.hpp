/** The smallest ELF files that a test may want, right and wrong in one field. */
#pragma once

#include <string>

#include "base/endian.hpp"

namespace aex::testing {

/** An RV64 program of one segment: `addi x17,x0,93; ecall`. */
inline std::string tiny_elf(std::uint16_t machine = 243, std::uint8_t elf_class = 2) {
  std::string elf(64 + 56 + 8, '\0');
  auto* at = reinterpret_cast<std::uint8_t*>(elf.data());
  elf.replace(0, 7,
              std::string("\x7f"
                          "ELF") +
                  char(elf_class) + "\x01\x01");
  store_le<std::uint16_t>(at + 16, 2);  // ET_EXEC
  store_le<std::uint16_t>(at + 18, machine);
  store_le<std::uint32_t>(at + 20, 1);
  store_le<std::uint64_t>(at + 24, 0x10078);  // entry
  store_le<std::uint64_t>(at + 32, 64);       // program headers
  store_le<std::uint16_t>(at + 52, 64);
  store_le<std::uint16_t>(at + 54, 56);
  store_le<std::uint16_t>(at + 56, 1);
  std::uint8_t* segment = at + 64;
  store_le<std::uint32_t>(segment, 1);      // PT_LOAD
  store_le<std::uint32_t>(segment + 4, 5);  // read, execute
  store_le<std::uint64_t>(segment + 16, 0x10000);
  store_le<std::uint64_t>(segment + 24, 0x10000);
  store_le<std::uint64_t>(segment + 32, elf.size());
  store_le<std::uint64_t>(segment + 40, elf.size());
  store_le<std::uint64_t>(segment + 48, 0x1000);
  store_le<std::uint32_t>(at + 120, 0x05d00893);
  store_le<std::uint32_t>(at + 124, 0x00000073);
  return elf;
}

}  // namespace aex::testing
