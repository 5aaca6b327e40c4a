/** Guests made of a few instructions, loaded from real ELF files. */
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/endian.hpp"
#include "engine/machine/machine.hpp"
#include "support/folder.hpp"

namespace aex::testing {

constexpr std::uint64_t kCodeAddress = 0x10000;
constexpr std::uint64_t kDataAddress = 0x20000;

enum Register : std::uint32_t {
  zero = 0,
  ra = 1,
  sp = 2,
  gp = 3,
  tp = 4,
  t0 = 5,
  t1 = 6,
  t2 = 7,
  s0 = 8,
  s1 = 9,
  a0 = 10,
  a1 = 11,
  a2 = 12,
  a3 = 13,
  a4 = 14,
  a5 = 15,
  a7 = 17,
  s2 = 18,
};

/* Encodings. Immediates are taken modulo their width. */
inline std::uint32_t r_type(std::uint32_t opcode, std::uint32_t rd, std::uint32_t rs1,
                            std::uint32_t rs2) {
  return opcode | rd << 7 | rs1 << 15 | rs2 << 20;
}
inline std::uint32_t i_type(std::uint32_t opcode, std::uint32_t rd, std::uint32_t rs1, int imm) {
  return opcode | rd << 7 | rs1 << 15 | static_cast<std::uint32_t>(imm) << 20;
}
inline std::uint32_t s_type(std::uint32_t opcode, std::uint32_t rs2, std::uint32_t rs1, int imm) {
  const auto bits = static_cast<std::uint32_t>(imm);
  return opcode | (bits & 31) << 7 | rs1 << 15 | rs2 << 20 | (bits >> 5 & 127) << 25;
}
inline std::uint32_t b_type(std::uint32_t opcode, std::uint32_t rs1, std::uint32_t rs2, int imm) {
  const auto bits = static_cast<std::uint32_t>(imm);
  return opcode | (bits >> 11 & 1) << 7 | (bits >> 1 & 15) << 8 | rs1 << 15 | rs2 << 20 |
         (bits >> 5 & 63) << 25 | (bits >> 12 & 1) << 31;
}
inline std::uint32_t addi(std::uint32_t rd, std::uint32_t rs1, int imm) {
  return i_type(0x13, rd, rs1, imm);
}
inline std::uint32_t lui(std::uint32_t rd, std::uint32_t upper) {
  return 0x37 | rd << 7 | upper << 12;
}
inline std::uint32_t add(std::uint32_t rd, std::uint32_t rs1, std::uint32_t rs2) {
  return r_type(0x33, rd, rs1, rs2);
}
inline std::uint32_t sd(std::uint32_t rs2, std::uint32_t rs1, int imm) {
  return s_type(0x3023, rs2, rs1, imm);
}
inline std::uint32_t ld(std::uint32_t rd, std::uint32_t rs1, int imm) {
  return i_type(0x3003, rd, rs1, imm);
}
inline std::uint32_t bne(std::uint32_t rs1, std::uint32_t rs2, int imm) {
  return b_type(0x1063, rs1, rs2, imm);
}
inline std::uint32_t jal(std::uint32_t rd, int imm) {
  const auto bits = static_cast<std::uint32_t>(imm);
  return 0x6f | rd << 7 | (bits & 0xff000) | (bits >> 11 & 1) << 20 | (bits >> 1 & 1023) << 21 |
         (bits >> 20 & 1) << 31;
}
inline std::uint32_t jalr(std::uint32_t rd, std::uint32_t rs1, int imm) {
  return i_type(0x67, rd, rs1, imm);
}
constexpr std::uint32_t kEcall = 0x73;
constexpr std::uint32_t kEbreak = 0x100073;
constexpr std::uint32_t kFenceI = 0x100f;
constexpr std::uint32_t kRoiBegin = 0x00004033;
constexpr std::uint32_t kRoiEnd = 0x0010c033;

using Words = std::vector<std::uint32_t>;

/** A segment of a guest's file. */
struct GuestSegment {
  std::uint32_t flags;
  std::uint64_t address;
  std::string bytes;
  std::uint64_t memory_bytes;
};

inline std::string code_bytes(const Words& code) {
  std::string bytes(4 * code.size(), '\0');
  for (std::size_t i = 0; i < code.size(); ++i) {
    store_le(reinterpret_cast<std::uint8_t*>(&bytes[4 * i]), code[i]);
  }
  return bytes;
}

/** A static RV64 executable that starts at the first segment's first byte. */
inline std::string elf_of(const std::vector<GuestSegment>& segments) {
  std::string elf(64 + 56 * segments.size(), '\0');
  const auto put = [&](std::size_t at, auto value) {
    store_le(reinterpret_cast<std::uint8_t*>(&elf[at]), value);
  };
  elf.replace(0, 7, std::string("\177ELF\2\1\1"));
  put(16, std::uint16_t{2});
  put(18, std::uint16_t{243});
  put(20, std::uint32_t{1});
  put(24, segments[0].address);
  put(32, std::uint64_t{64});
  put(52, std::uint16_t{64});
  put(54, std::uint16_t{56});
  put(56, static_cast<std::uint16_t>(segments.size()));
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::size_t header = 64 + 56 * i;
    put(header, std::uint32_t{1});
    put(header + 4, segments[i].flags);
    put(header + 8, std::uint64_t{elf.size()});
    put(header + 16, segments[i].address);
    put(header + 24, segments[i].address);
    put(header + 32, std::uint64_t{segments[i].bytes.size()});
    put(header + 40, segments[i].memory_bytes);
    elf += segments[i].bytes;
  }
  return elf;
}

/** Code that may be executed, and a page of data that may be written. */
inline std::string elf_of(const Words& code) {
  const std::string bytes = code_bytes(code);
  return elf_of({{5, kCodeAddress, bytes, bytes.size()}, {6, kDataAddress, "", 4096}});
}

using MachinePointer = std::unique_ptr<engine::Machine>;

inline MachinePointer load_elf(const std::string& elf, const engine::MachineLimits& limits = {}) {
  const Folder folder;
  auto machine =
      engine::Machine::load(os::system_files(), folder.write("guest.elf", elf), 64, limits);
  EXPECT_TRUE(machine.ok()) << (machine.ok() ? "" : machine.error().message());
  return machine.ok() ? std::move(machine).value() : nullptr;
}

inline MachinePointer load_code(const Words& code) { return load_elf(elf_of(code)); }

/** Code that ends the guest with the status in a0. */
inline Words with_exit(Words code) {
  code.insert(code.end(), {addi(a7, zero, 93), kEcall});
  return code;
}

constexpr std::uint64_t kPlenty = 100'000'000;

/** Runs to the end, whatever that is. */
inline MachinePointer run_code(const Words& code) {
  MachinePointer machine = load_code(code);
  if (machine != nullptr) machine->run(kPlenty);
  return machine;
}

/** What the machine failed with; Code::ok if it did not. */
inline aex::Code failure_of(const engine::Machine& machine) {
  return machine.state() == engine::Machine::State::failed ? machine.failure().code()
                                                           : aex::Code::ok;
}

}  // namespace aex::testing
