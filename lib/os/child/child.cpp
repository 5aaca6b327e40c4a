#include "os/child/child.hpp"

#include "base/memory/memory.hpp"
#include "base/memory/own_heap.hpp"
#include "os/child/confine.hpp"
#include "os/child/filter.hpp"

#ifdef __linux__
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#endif

namespace aex::os {

Child::Child(Child&& other) noexcept
    : channel_(std::move(other.channel_)),
      number_(other.number_),
      confinement_(other.confinement_) {
  other.number_ = -1;
}

Child& Child::operator=(Child&& other) noexcept {
  if (this != &other) {
    end();
    channel_ = std::move(other.channel_);
    number_ = other.number_;
    confinement_ = other.confinement_;
    other.number_ = -1;
  }
  return *this;
}

Child::~Child() {
  const Cleanup cleanup;
  end();
}

#ifdef __linux__
namespace {

/* What a child says first. */
enum Greeting : std::uint8_t { kUnfiltered = 1, kFiltered = 2 };

constexpr int kOutOfMemory = 71;
constexpr int kKeptItsRights = 72;

/* After this long a machine that is merely busy has started a child. */
constexpr std::uint64_t kStartTimeoutMs = 60'000;

[[noreturn]] void work_as_child(Channel& channel, ChildWork& work, const ChildLimits& limits) {
  use_own_heap();
  if (!give_up_rights(channel.number(), limits)) ::_exit(kKeptItsRights);
  std::set_new_handler([] { ::_exit(kOutOfMemory); });
  Channel inner{Descriptor(kChannelNumber)};
  const std::uint8_t greeting = restrict_system_calls(kChannelNumber) ? kFiltered : kUnfiltered;
  if (inner.send({&greeting, 1}, Channel::kForever).ok()) work.run(inner);
  ::_exit(0);
}

Ending ending_of(int status) {
  using Kind = Ending::Kind;
  if (WIFEXITED(status)) {
    if (WEXITSTATUS(status) == kOutOfMemory) return {Kind::out_of_memory, "ran out of memory"};
    if (WEXITSTATUS(status) == kKeptItsRights) return {Kind::unconfined, "could not be confined"};
    return {Kind::other, "ended with status " + std::to_string(WEXITSTATUS(status))};
  }
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (signal == SIGXCPU) return {Kind::out_of_time, "used up its processor time"};
  if (signal == SIGSYS) return {Kind::other, "made a forbidden system call"};
  return {Kind::other, "was killed by signal " + std::to_string(signal)};
}

Code code_of(Ending::Kind kind) {
  if (kind == Ending::Kind::unconfined) return Code::unsupported;
  return kind == Ending::Kind::out_of_memory ? Code::no_memory : Code::io_failed;
}

}  // namespace

bool can_confine() { return true; }

Result<Child> Child::start(ChildWork& work, const ChildLimits& limits) {
  ChildLimits absolute = limits;
  const std::uint64_t present = address_space_bytes();
  absolute.address_bytes =
      present < UINT64_MAX - limits.address_bytes ? present + limits.address_bytes : UINT64_MAX;
  Channel ours, childs;
  AEX_CHECK(Channel::open_pair(ours, childs));
  pid_t number = -1;
  {
    const SignalPause pause;
    number = ::fork();
    if (number == 0) work_as_child(childs, work, absolute);
  }
  if (number < 0) return failure("starting", "a child process", errno);
  childs.close();
  Child child(std::move(ours), number);
  const Result<Bytes> greeting = child.channel_.receive(kStartTimeoutMs);
  if (!greeting.ok() || greeting.value().empty()) {
    const Ending ending = child.end();
    return Error(code_of(ending.kind), "a child process that was just started " + ending.text);
  }
  child.confinement_ = greeting.value()[0] == kFiltered ? Confinement::full : Confinement::process;
  return child;
}

Ending Child::end() {
  channel_.close();
  if (number_ < 0) return {Ending::Kind::other, "has ended"};
  int status = 0;
  pid_t ended = ::waitpid(number_, &status, WNOHANG);
  if (ended == 0) {
    ::kill(number_, SIGKILL);
    do {
      ended = ::waitpid(number_, &status, 0);
    } while (ended < 0 && errno == EINTR);
  }
  const bool is_known = ended == number_;
  number_ = -1;
  if (is_known) return ending_of(status);
  return {Ending::Kind::other, "ended in an unknown way"};
}

#else

bool can_confine() { return false; }

Result<Child> Child::start(ChildWork&, const ChildLimits&) {
  return Error(Code::unsupported, "confined processes on this system");
}

Ending Child::end() { return {Ending::Kind::other, "has ended"}; }

#endif

}  // namespace aex::os
