#include "os/child/confine.hpp"

#ifdef __linux__
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "os/child/filter.hpp"
#include "os/files.hpp"

namespace aex::os {

struct SignalPause::Mask {
  sigset_t set;
};

SignalPause::SignalPause() : before_(std::make_unique<Mask>()) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before_->set);
}

SignalPause::~SignalPause() { pthread_sigmask(SIG_SETMASK, &before_->set, nullptr); }

std::uint64_t address_space_bytes() {
  constexpr std::size_t kMaxBytes = 4096;
  const Result<std::string> text = read_text(system_files(), "/proc/self/statm", kMaxBytes);
  std::uint64_t pages = 0;
  if (!text.ok()) return UINT64_MAX;
  const char* const first = text.value().data();
  const auto read = std::from_chars(first, first + text.value().size(), pages);
  const long page_bytes = ::sysconf(_SC_PAGESIZE);
  if (read.ec != std::errc() || page_bytes <= 0) return UINT64_MAX;
  return pages * static_cast<std::uint64_t>(page_bytes);
}

namespace {

/* A terminal's signals go to a whole group of processes; it is the parent who decides. The handlers
 * of a sanitizer stay, as they report. */
void reset_signals() {
  for (int number = 1; number < NSIG; ++number) {
    const bool is_terminals = number == SIGINT || number == SIGQUIT || number == SIGTSTP ||
                              number == SIGHUP || number == SIGTTOU || number == SIGTTIN;
    if (kHasSanitizer && !is_terminals) continue;
    struct sigaction action;
    std::memset(&action, 0, sizeof action);
    action.sa_handler = is_terminals ? SIG_IGN : SIG_DFL;
    ::sigaction(number, &action, nullptr);
  }
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

/* From `first` on, for kernels without close_range(2). */
bool close_one_by_one(int first) {
  DIR* const folder = ::opendir("/proc/self/fd");
  if (folder == nullptr) return false;
  while (const dirent* const entry = ::readdir(folder)) {
    const int number = static_cast<int>(std::strtol(entry->d_name, nullptr, 10));
    if (number >= first && number != ::dirfd(folder)) ::close(number);
  }
  return ::closedir(folder) == 0;
}

bool close_from(int first) {
#ifdef SYS_close_range
  if (::syscall(SYS_close_range, static_cast<unsigned>(first), ~0u, 0u) == 0) return true;
#endif
  return close_one_by_one(first);
}

bool keep_only(int socket) {
  const int kept = kHasSanitizer ? STDERR_FILENO : -1;
  if (socket != kChannelNumber && ::dup2(socket, kChannelNumber) < 0) return false;
  for (int number = 0; number < kChannelNumber; ++number) {
    if (number != kept) ::close(number);
  }
  return close_from(kChannelNumber + 1);
}

/* Lowers a limit; the one that is in force already may be lower. */
template <class Resource>
bool lower(Resource resource, std::uint64_t most) {
  rlimit limit;
  if (::getrlimit(resource, &limit) != 0) return false;
  if (most >= limit.rlim_max) return true;
  limit.rlim_max = static_cast<rlim_t>(most);
  limit.rlim_cur = std::min(limit.rlim_cur, limit.rlim_max);
  return ::setrlimit(resource, &limit) == 0;
}

/* One second between the signal that tells why and the one that cannot be missed. */
bool lower_processor_time(std::uint64_t seconds) {
  rlimit limit;
  if (::getrlimit(RLIMIT_CPU, &limit) != 0) return false;
  if (seconds >= limit.rlim_max) return true;
  limit.rlim_cur = static_cast<rlim_t>(seconds);
  limit.rlim_max = std::min(limit.rlim_max, static_cast<rlim_t>(seconds + 1));
  return ::setrlimit(RLIMIT_CPU, &limit) == 0;
}

bool lower_limits(const ChildLimits& limits) {
  const bool is_bounded = !kHasSanitizer && limits.address_bytes != UINT64_MAX;
  return lower(RLIMIT_CORE, 0) && lower(RLIMIT_FSIZE, 0) &&
         (kHasSanitizer || (lower(RLIMIT_NOFILE, 0) && lower(RLIMIT_NPROC, 0))) &&
         lower_processor_time(limits.cpu_seconds) &&
         (!is_bounded || lower(RLIMIT_AS, limits.address_bytes));
}

}  // namespace

bool give_up_rights(int socket, const ChildLimits& limits) {
  reset_signals();
  ::prctl(PR_SET_NAME, "aex-guest", 0, 0, 0);
  return keep_only(socket) && lower_limits(limits) &&
         (kHasSanitizer || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0) &&
         ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

}  // namespace aex::os
#endif
