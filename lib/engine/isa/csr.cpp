#include "engine/isa/csr.hpp"

namespace aex::engine {
namespace {

struct Row {
  std::uint16_t number;
  const char* name;
};

constexpr Row kRows[] = {
    {kFflags, "fflags"}, {kFrm, "frm"},         {kFcsr, "fcsr"},       {kCycle, "cycle"},
    {kTime, "time"},     {kInstret, "instret"}, {0x300, "mstatus"},    {0x301, "misa"},
    {0x304, "mie"},      {0x305, "mtvec"},      {0x306, "mcounteren"}, {0x340, "mscratch"},
    {0x341, "mepc"},     {0x342, "mcause"},     {0x343, "mtval"},      {0x344, "mip"},
    {0xb00, "mcycle"},   {0xb02, "minstret"},   {0xf11, "mvendorid"},  {0xf12, "marchid"},
    {0xf13, "mimpid"},   {0xf14, "mhartid"},
};

/* Of machine mode, and where they begin in the storage. The counters are as if stopped: events are
 * not counted here, and what a program writes to select them it reads back. */
struct StoredRange {
  std::uint16_t first;
  std::uint16_t last;
};

constexpr StoredRange kStored[] = {
    {0x300, 0x300}, /* mstatus */
    {0x302, 0x306}, /* medeleg, mideleg, mie, mtvec, mcounteren */
    {0x30a, 0x30a}, /* menvcfg */
    {0x320, 0x320}, /* mcountinhibit */
    {0x340, 0x344}, /* mscratch, mepc, mcause, mtval, mip */
    {0x3a0, 0x3a3}, /* pmpcfg */
    {0x3b0, 0x3bf}, /* pmpaddr */
    {0x747, 0x747}, /* mseccfg */
};

constexpr std::size_t stored_registers() {
  std::size_t count = 0;
  for (const StoredRange& range : kStored) count += std::size_t{1} + range.last - range.first;
  return count;
}
static_assert(stored_registers() == kStoredCsrs, "the hart has room for all of them");

}  // namespace

int stored_csr(std::uint64_t number) {
  int before = 0;
  for (const StoredRange& range : kStored) {
    if (number >= range.first && number <= range.last) {
      return before + static_cast<int>(number - range.first);
    }
    before += 1 + range.last - range.first;
  }
  return -1;
}

const char* csr_name(std::uint16_t number) {
  for (const Row& row : kRows) {
    if (row.number == number) return row.name;
  }
  return nullptr;
}

}  // namespace aex::engine
