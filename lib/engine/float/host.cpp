#include "engine/float/host.hpp"

#include <cmath>

#if defined(AEX_FUSES_ON_SOME)
#define AEX_HOST_FUSES __builtin_cpu_supports("fma") != 0
#elif defined(__FP_FAST_FMA) && defined(__FP_FAST_FMAF)
#define AEX_HOST_FUSES true
#else
#define AEX_HOST_FUSES false
#endif

namespace aex::engine {

std::uint8_t probe_host() {
  /* Volatile, so that the processor answers and not the compiler. */
  volatile double one = 1;
  volatile double tie = std::ldexp(1.0, -53);
  volatile double above = std::ldexp(3.0, -54);
  volatile double smallest = std::numeric_limits<double>::min();
  volatile float smallest_float = std::numeric_limits<float>::min();
  const bool ties_to_even = one + tie == 1;
  const bool to_nearest = one + above > 1;
  const bool keeps_subnormals = smallest / 2 != 0 && smallest_float / 2 != 0;
  if (!kHostIsExact || !ties_to_even || !to_nearest || !keeps_subnormals) return 0;
  return AEX_HOST_FUSES ? kHostArithmetic | kHostFused : kHostArithmetic;
}

}  // namespace aex::engine
