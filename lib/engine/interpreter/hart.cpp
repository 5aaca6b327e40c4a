#include "engine/interpreter/hart.hpp"

#include "engine/isa/csr.hpp"

namespace aex::engine {

bool read_csr(const Hart& hart, std::uint64_t number, std::uint64_t retired, std::uint64_t& value) {
  switch (number) {
    case kFflags: value = hart.fflags; return true;
    case kFrm: value = hart.frm; return true;
    case kFcsr: value = static_cast<std::uint64_t>(hart.frm << 5 | hart.fflags); return true;
    case kCycle:
    case kTime:
    case kInstret: value = retired; return true;
    default: return false;
  }
}

bool write_csr(Hart& hart, std::uint64_t number, std::uint64_t value) {
  switch (number) {
    case kFflags: hart.fflags = value & 31; return true;
    case kFrm: hart.frm = value & 7; return true;
    case kFcsr:
      hart.fflags = value & 31;
      hart.frm = value >> 5 & 7;
      return true;
    default: return false;
  }
}

}  // namespace aex::engine
