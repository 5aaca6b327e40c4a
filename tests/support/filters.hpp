/** Whether the kernel, or qemu-user in its place, has filters of system calls; ours may not ask. */
#pragma once

#ifdef __linux__
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#endif

namespace aex::testing {

inline bool has_filters() {
#ifdef __linux__
  const std::uint32_t action = SECCOMP_RET_KILL_PROCESS;
  return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
#else
  return false;
#endif
}

}  // namespace aex::testing
