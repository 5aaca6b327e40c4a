#include "os/child/filter.hpp"

#ifdef __linux__
#include <elf.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

/* The processor's name in a filter. n32 has the numbers of its own that <sys/syscall.h> gives. */
#if defined(__x86_64__)
#define AEX_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define AEX_AUDIT_ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define AEX_AUDIT_ARCH AUDIT_ARCH_AARCH64
#elif defined(__arm__) && defined(__ARMEL__)
#define AEX_AUDIT_ARCH AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define AEX_AUDIT_ARCH AUDIT_ARCH_RISCV64
#elif defined(__mips__) && _MIPS_SIM == _ABIO32 && defined(__MIPSEL__)
#define AEX_AUDIT_ARCH AUDIT_ARCH_MIPSEL
#elif defined(__mips__) && _MIPS_SIM == _ABIO32
#define AEX_AUDIT_ARCH AUDIT_ARCH_MIPS
#elif defined(__mips__) && _MIPS_SIM == _ABI64 && defined(__MIPSEL__)
#define AEX_AUDIT_ARCH AUDIT_ARCH_MIPSEL64
#elif defined(__mips__) && _MIPS_SIM == _ABI64
#define AEX_AUDIT_ARCH AUDIT_ARCH_MIPS64
#elif defined(__mips__) && _MIPS_SIM == _ABIN32 && defined(__MIPSEL__)
#define AEX_AUDIT_ARCH AUDIT_ARCH_MIPSEL64N32
#elif defined(__mips__) && _MIPS_SIM == _ABIN32
#define AEX_AUDIT_ARCH AUDIT_ARCH_MIPS64N32
#endif

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000U
#endif
#endif

namespace aex::os {

#ifdef AEX_AUDIT_ARCH
namespace {

using Program = std::vector<sock_filter>;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
constexpr std::uint32_t kLowHalf = 4;
#else
constexpr std::uint32_t kLowHalf = 0;
#endif

/* Of its lower half, which is all that the kernel looks at in descriptors, process numbers and
 * protections. */
std::uint32_t place_of_argument(unsigned index) {
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + 8 * index) + kLowHalf;
}

void load(Program& program, std::uint32_t place) {
  program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, place));
}

void end_with(Program& program, std::uint32_t verdict) {
  program.push_back(BPF_STMT(BPF_RET | BPF_K, verdict));
}

void load_number(Program& program) {
  load(program, static_cast<std::uint32_t>(offsetof(seccomp_data, nr)));
}

void answer_with(Program& program, std::uint32_t number, std::uint32_t verdict) {
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
  end_with(program, verdict);
}

/* Allows the call if the comparison of the argument with `value` comes out as `wanted`. */
void allow_if(Program& program, std::uint32_t number, unsigned argument, std::uint16_t comparison,
              std::uint32_t value, bool wanted) {
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4));
  load(program, place_of_argument(argument));
  const auto jump = static_cast<std::uint16_t>(BPF_JMP | comparison | BPF_K);
  program.push_back(sock_filter{jump, static_cast<std::uint8_t>(wanted ? 0 : 1),
                                static_cast<std::uint8_t>(wanted ? 1 : 0), value});
  end_with(program, SECCOMP_RET_ALLOW);
  end_with(program, SECCOMP_RET_KILL_PROCESS);
}

Program make_program(std::uint32_t descriptor, std::uint32_t process) {
  Program program;
  load(program, static_cast<std::uint32_t>(offsetof(seccomp_data, arch)));
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AEX_AUDIT_ARCH, 1, 0));
  end_with(program, SECCOMP_RET_KILL_PROCESS);
  load_number(program);
#define AEX_CALL(name) answer_with(program, SYS_##name, SECCOMP_RET_ALLOW);
#define AEX_CALL_REFUSED(name) answer_with(program, SYS_##name, SECCOMP_RET_ERRNO | EACCES);
#define AEX_CALL_ON(name) allow_if(program, SYS_##name, 0, BPF_JEQ, descriptor, true);
#define AEX_CALL_TO_ITSELF(name) allow_if(program, SYS_##name, 0, BPF_JEQ, process, true);
#define AEX_CALL_WITHOUT(name, index, bits) \
  allow_if(program, SYS_##name, index, BPF_JSET, bits, false);
#include "os/child/calls.def"
  end_with(program, SECCOMP_RET_KILL_PROCESS);
  return program;
}

}  // namespace
#endif

bool restrict_system_calls([[maybe_unused]] int descriptor) {
#ifdef AEX_AUDIT_ARCH
  if (kHasSanitizer) return false;
  Program program =
      make_program(static_cast<std::uint32_t>(descriptor), static_cast<std::uint32_t>(::getpid()));
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
#else
  return false;
#endif
}

}  // namespace aex::os
