/** The control and status registers that the engine knows. */
#pragma once

#include <cstdint>

namespace aex::engine {

enum CsrNumber : std::uint16_t {
  kFflags = 0x001,
  kFrm = 0x002,
  kFcsr = 0x003,
  kCycle = 0xc00,
  kTime = 0xc01,
  kInstret = 0xc02,
};

/** Its name in assembly text; nullptr for one without a name. Static. */
const char* csr_name(std::uint16_t number);

}  // namespace aex::engine
