/** The control and status registers that the engine knows. */
#pragma once

#include <cstddef>
#include <cstdint>

namespace aex::engine {

enum CsrNumber : std::uint16_t {
  kFflags = 0x001,
  kFrm = 0x002,
  kFcsr = 0x003,
  kCycle = 0xc00,
  kTime = 0xc01,
  kInstret = 0xc02,
  kMcycle = 0xb00,
  kMinstret = 0xb02,
};

/** How many registers of machine mode keep what is written to them. */
constexpr std::size_t kStoredCsrs = 34;

/** Where a stored register's value is, below kStoredCsrs; -1 for a register that is not stored. */
int stored_csr(std::uint64_t number);

/** Whether it belongs to machine mode: what a program under an operating system never touches. */
constexpr bool is_machine_csr(std::uint64_t number) { return (number >> 8 & 3) == 3; }
/** Whether it can only be read. */
constexpr bool is_read_only_csr(std::uint64_t number) { return (number >> 10 & 3) == 3; }

/** Its name in assembly text; nullptr for one without a name. Static. */
const char* csr_name(std::uint16_t number);

}  // namespace aex::engine
