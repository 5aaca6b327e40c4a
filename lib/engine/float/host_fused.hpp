/** The host's fused multiply-add, where it is one instruction. */
#pragma once

namespace aex::engine {

/** Whether this processor has it. Elsewhere the C library would emulate it, slower than we do. */
bool host_fuses();

float host_fused(float a, float b, float c);
double host_fused(double a, double b, double c);

}  // namespace aex::engine
