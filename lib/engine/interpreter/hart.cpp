#include "engine/interpreter/hart.hpp"

namespace aex::engine {
namespace {

constexpr std::uint64_t kMisa = 0x301;
/* 64 bits; A, C, D, F, I, M. */
constexpr std::uint64_t kMisaValue = UINT64_C(2) << 62 | 0x112d;

bool is_identity(std::uint64_t number) { return number >= 0xf11 && number <= 0xf15; }
bool is_event_register(std::uint64_t number) {
  return (number >= 0x323 && number <= 0x33f) || (number >= 0xb03 && number <= 0xb1f);
}

bool read_machine_csr(Hart& hart, std::uint64_t number, std::uint64_t retired,
                      std::uint64_t& value) {
  const int stored = stored_csr(number);
  value = 0;
  if (stored >= 0) {
    value = hart.csrs[stored];
  } else if (number == kMcycle || number == kMinstret) {
    value = retired;
  } else if (number == kMisa) {
    value = kMisaValue;
  } else if (!is_identity(number) && !is_event_register(number)) {
    return false;
  }
  hart.is_bare_metal = true;
  return true;
}

}  // namespace

bool read_csr(Hart& hart, std::uint64_t number, std::uint64_t retired, std::uint64_t& value) {
  switch (number) {
    case kFflags: value = hart.fflags; return true;
    case kFrm: value = hart.frm; return true;
    case kFcsr: value = static_cast<std::uint64_t>(hart.frm << 5 | hart.fflags); return true;
    case kCycle:
    case kTime:
    case kInstret: value = retired; return true;
    default: return is_machine_csr(number) && read_machine_csr(hart, number, retired, value);
  }
}

bool write_csr(Hart& hart, std::uint64_t number, std::uint64_t value) {
  if (number == kFflags || number == kFrm || number == kFcsr) {
    if (number != kFrm) hart.fflags = value & 31;
    if (number == kFrm) hart.frm = value & 7;
    if (number == kFcsr) hart.frm = value >> 5 & 7;
    hart.settle_float();
    return true;
  }
  if (!is_machine_csr(number) || is_read_only_csr(number)) return false;
  const int stored = stored_csr(number);
  if (stored >= 0) hart.csrs[stored] = value;
  return true;
}

}  // namespace aex::engine
