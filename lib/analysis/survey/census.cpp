#include "analysis/survey/census.hpp"

#include "base/endian.hpp"

namespace aex::analysis {
namespace {

struct Row {
  std::uint32_t match;
  std::uint32_t mask;
  const char* extension;
};

/* The first row that fits. Rows of one major opcode go from the special to the general. */
constexpr Row kRows[] = {
    {0x0000000b, 0x0000707f, "xmipscbop"},
    {0x0000300b, 0x0000707f, "xmipscmov"},
    {0x0000400b, 0x0000707f, "xmipslsp"},
    {0x0000500b, 0x0000707f, "xmipslsp"},
    {0x0000000b, 0x0000007f, "vendor (custom-0)"},
    {0x0000002b, 0x0000007f, "vendor (custom-1)"},
    {0x0000005b, 0x0000007f, "vendor (custom-2)"},
    {0x0000007b, 0x0000007f, "vendor (custom-3)"},
    {0x00001007, 0x0000707f, "zfh"},
    {0x00002007, 0x0000707f, "f"},
    {0x00003007, 0x0000707f, "d"},
    {0x00004007, 0x0000707f, "q"},
    {0x00000007, 0x0000007f, "v"},
    {0x00001027, 0x0000707f, "zfh"},
    {0x00002027, 0x0000707f, "f"},
    {0x00003027, 0x0000707f, "d"},
    {0x00004027, 0x0000707f, "q"},
    {0x00000027, 0x0000007f, "v"},
    {0x00000057, 0x0000007f, "v"},
    {0x0000100f, 0x0000707f, "zifencei"},
    {0x0000200f, 0x0000707f, "zicbom"},
    {0x0000000f, 0x0000007f, "i"},
    {0x1000202f, 0xf800707f, "zalrsc"},
    {0x1800202f, 0xf800707f, "zalrsc"},
    {0x1000302f, 0xf800707f, "zalrsc"},
    {0x1800302f, 0xf800707f, "zalrsc"},
    {0x0000002f, 0x0000007f, "zaamo"},
    {0x02000033, 0xfe00407f, "zmmul"},
    {0x02000033, 0xfe00007f, "m"},
    {0x0200003b, 0xfe00707f, "zmmul"},
    {0x0200003b, 0xfe00007f, "m"},
    {0x20002033, 0xfe00707f, "zba"},
    {0x20004033, 0xfe00707f, "zba"},
    {0x20006033, 0xfe00707f, "zba"},
    {0x0800003b, 0xfe00707f, "zba"},
    {0x2000203b, 0xfe00707f, "zba"},
    {0x2000403b, 0xfe00707f, "zba"},
    {0x2000603b, 0xfe00707f, "zba"},
    {0x0800101b, 0xfc00707f, "zba"},
    {0x40004033, 0xfe00707f, "zbb"},
    {0x40006033, 0xfe00707f, "zbb"},
    {0x40007033, 0xfe00707f, "zbb"},
    {0x0a001033, 0xfe00707f, "zbc"},
    {0x0a002033, 0xfe00707f, "zbc"},
    {0x0a003033, 0xfe00707f, "zbc"},
    {0x0a004033, 0xfe00407f, "zbb"},
    {0x60001033, 0xfe00307f, "zbb"},
    {0x6000103b, 0xfe00307f, "zbb"},
    {0x0800403b, 0xfff0707f, "zbb"},
    {0x60001013, 0xfe00707f, "zbb"},
    {0x60005013, 0xfc00707f, "zbb"},
    {0x28705013, 0xfff0707f, "zbb"},
    {0x6b805013, 0xfff0707f, "zbb"},
    {0x6000101b, 0xfe00707f, "zbb"},
    {0x6000501b, 0xfe00707f, "zbb"},
    {0x28001033, 0xfe00707f, "zbs"},
    {0x48001033, 0xfe00307f, "zbs"},
    {0x68001033, 0xfe00707f, "zbs"},
    {0x28001013, 0xfc00707f, "zbs"},
    {0x48001013, 0xfc00707f, "zbs"},
    {0x48005013, 0xfc00707f, "zbs"},
    {0x68001013, 0xfc00707f, "zbs"},
    {0x0e005033, 0xfe00507f, "zicond"},
    {0x00000043, 0x06000073, "f"},
    {0x02000043, 0x06000073, "d"},
    {0x04000043, 0x06000073, "zfh"},
    {0x06000043, 0x06000073, "q"},
    {0x40000053, 0xfe00007f, "d"},
    {0x42000053, 0xfe00007f, "d"},
    {0x00000053, 0x0600007f, "f"},
    {0x02000053, 0x0600007f, "d"},
    {0x04000053, 0x0600007f, "zfh"},
    {0x06000053, 0x0600007f, "q"},
    {0x00000073, 0x0000707f, "i"},
    {0x00004073, 0x0000707f, "hypervisor"},
    {0x00000073, 0x0000007f, "zicsr"},
};

/* Major opcodes of the base: loads, arithmetic, auipc, stores, lui, branches, jumps. */
bool is_base(std::uint32_t major) {
  switch (major) {
    case 0x03:
    case 0x13:
    case 0x17:
    case 0x1b:
    case 0x23:
    case 0x33:
    case 0x37:
    case 0x3b:
    case 0x63:
    case 0x67:
    case 0x6f: return true;
    default: return false;
  }
}

}  // namespace

const char* extension_of(std::uint32_t opcode) {
  if ((opcode & 3) != 3) return (opcode & 0xffff) == 0 ? "?" : "c";
  for (const Row& row : kRows) {
    if ((opcode & row.mask) == row.match) return row.extension;
  }
  return is_base(opcode & 0x7f) ? "i" : "?";
}

std::size_t take_census(ByteView code, Census& census) {
  std::map<const char*, std::uint64_t> counts;
  std::size_t at = 0;
  while (at + 2 <= code.size) {
    const bool is_short = (code[at] & 3) != 3;
    if (!is_short && at + 4 > code.size) break;
    const std::uint32_t opcode =
        is_short ? load_le<std::uint16_t>(code.data + at) : load_le<std::uint32_t>(code.data + at);
    ++counts[extension_of(opcode)];
    at += is_short ? 2 : 4;
  }
  for (const auto& entry : counts) census[entry.first] += entry.second;
  return code.size - at;
}

}  // namespace aex::analysis
