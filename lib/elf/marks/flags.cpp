#include <algorithm>
#include <cstddef>

#include "elf/marks/attributes.hpp"

namespace aex::elf {
namespace {

struct FlagName {
  std::uint32_t mask;
  std::uint32_t value;
  const char* name;
};

constexpr FlagName kRiscvFlags[] = {
    {0x1, 0x1, "rvc"},          {0x6, 0x0, "soft-float"}, {0x6, 0x2, "single-float"},
    {0x6, 0x4, "double-float"}, {0x6, 0x6, "quad-float"}, {0x8, 0x8, "rve"},
    {0x10, 0x10, "tso"},
};

constexpr FlagName kMipsFlags[] = {
    {0x1, 0x1, "noreorder"},
    {0x2, 0x2, "pic"},
    {0x4, 0x4, "cpic"},
    {0x20, 0x20, "n32"},
    {0x100, 0x100, "32bitmode"},
    {0x200, 0x200, "fp64"},
    {0x400, 0x400, "nan2008"},
    {0xf000, 0x1000, "o32"},
    {0xf000, 0x2000, "o64"},
    {0xf000, 0x3000, "eabi32"},
    {0xf000, 0x4000, "eabi64"},
    {0x02000000, 0x02000000, "micromips"},
    {0x04000000, 0x04000000, "mips16"},
    {0x08000000, 0x08000000, "mdmx"},
    {0xf0000000, 0x00000000, "mips1"},
    {0xf0000000, 0x10000000, "mips2"},
    {0xf0000000, 0x20000000, "mips3"},
    {0xf0000000, 0x30000000, "mips4"},
    {0xf0000000, 0x40000000, "mips5"},
    {0xf0000000, 0x50000000, "mips32"},
    {0xf0000000, 0x60000000, "mips64"},
    {0xf0000000, 0x70000000, "mips32r2"},
    {0xf0000000, 0x80000000, "mips64r2"},
    {0xf0000000, 0x90000000, "mips32r6"},
    {0xf0000000, 0xa0000000, "mips64r6"},
};

template <std::size_t Count>
std::vector<std::string> names_of(const FlagName (&table)[Count], std::uint32_t flags) {
  std::vector<std::string> names;
  for (const FlagName& row : table) {
    if ((flags & row.mask) == row.value) names.push_back(row.name);
  }
  return names;
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/* A version is digits, "p", digits; names such as "zve32x" hold digits too. */
std::string_view without_version(std::string_view part) {
  std::size_t end = part.size();
  while (end > 0 && is_digit(part[end - 1])) --end;
  if (end == part.size() || end == 0) return part;
  if (part[end - 1] != 'p') return part;
  std::size_t major = end - 1;
  while (major > 0 && is_digit(part[major - 1])) --major;
  return major == end - 1 ? part : part.substr(0, major);
}

/* Single letters may follow each other: "imafdc". */
void add_letters(std::string_view letters, std::vector<std::string>& out) {
  for (std::size_t at = 0; at < letters.size();) {
    out.emplace_back(1, letters[at++]);
    while (at < letters.size() && is_digit(letters[at])) ++at;
    const bool has_minor = at + 1 < letters.size() && letters[at] == 'p' &&
                           is_digit(letters[at + 1]) && is_digit(letters[at - 1]);
    if (has_minor) ++at;
    while (at < letters.size() && is_digit(letters[at])) ++at;
  }
}

bool is_long_name(std::string_view part) {
  return !part.empty() && (part[0] == 'z' || part[0] == 's' || part[0] == 'x');
}

}  // namespace

std::vector<std::string> flag_names(const Header& header) {
  constexpr std::uint16_t kMachineMips = 8;
  if (header.machine == kMachineRiscv) return names_of(kRiscvFlags, header.flags);
  if (header.machine == kMachineMips) return names_of(kMipsFlags, header.flags);
  return {};
}

std::vector<std::string> riscv_extensions(std::string_view architecture) {
  std::vector<std::string> extensions;
  if (architecture.substr(0, 2) != "rv") return extensions;
  architecture.remove_prefix(2);
  while (!architecture.empty() && is_digit(architecture[0])) architecture.remove_prefix(1);
  while (!architecture.empty()) {
    const std::size_t end = std::min(architecture.find('_'), architecture.size());
    const std::string_view part = architecture.substr(0, end);
    if (is_long_name(part)) {
      extensions.emplace_back(without_version(part));
    } else {
      add_letters(part, extensions);
    }
    architecture.remove_prefix(std::min(end + 1, architecture.size()));
  }
  return extensions;
}

}  // namespace aex::elf
