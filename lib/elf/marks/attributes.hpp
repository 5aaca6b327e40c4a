/** Build attributes (.riscv.attributes, .gnu.attributes) and MIPS' ABI flags. */
#pragma once

#include <optional>

#include "elf/section_table.hpp"

namespace aex::elf {

constexpr std::uint32_t kRiscvStackAlign = 4;
constexpr std::uint32_t kRiscvArchitecture = 5;
constexpr std::uint32_t kRiscvUnalignedAccess = 6;

/** One attribute of the whole file. */
struct Attribute {
  std::string vendor; /**< e.g. "riscv", "gnu" */
  std::uint32_t tag = 0;
  std::uint64_t number = 0; /**< of even tags */
  std::string text;         /**< of odd tags */
};

/** Those of the whole file, in order; of parts of it none. Code::elf_truncated,
 *  Code::elf_malformed. */
Result<std::vector<Attribute>> read_attributes(File& file, const SectionTable& table);

/** .MIPS.abiflags. */
struct MipsAbiFlags {
  unsigned level = 0; /**< of the instruction set: 1 to 5, 32, 64 */
  unsigned revision = 0;
  unsigned register_bits = 0; /**< of the general registers, as a code: 1 is 32, 2 is 64 */
  unsigned float_abi = 0;     /**< as in Tag_GNU_MIPS_ABI_FP */
  std::uint32_t extension = 0;
  std::uint32_t units = 0; /**< bits of application-specific extensions */
};

/** Nothing where the section is missing or of another version. */
Result<std::optional<MipsAbiFlags>> read_mips_abi_flags(File& file, const SectionTable& table);

/** What the flags of the file header say, as words: "rvc", "double-float", "mips32r6", "o32". */
std::vector<std::string> flag_names(const Header& header);

/** The extensions of a RISC-V architecture string, without versions, "g" expanded as written:
 *  "rv64i2p1_m2p0_zba1p0" gives "i", "m", "zba". */
std::vector<std::string> riscv_extensions(std::string_view architecture);

}  // namespace aex::elf
