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

}  // namespace

const char* csr_name(std::uint16_t number) {
  for (const Row& row : kRows) {
    if (row.number == number) return row.name;
  }
  return nullptr;
}

}  // namespace aex::engine
