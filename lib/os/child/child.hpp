/** A child process that may do next to nothing but talk to its parent.
 *
 *  It is a copy of this process (fork), not a program of its own: a library does not know where a
 *  program of its own would be, and need not find one. In a host with several threads the copy has
 *  the calling one alone, so its work keeps away from whatever another thread may have locked: it
 *  has a heap of its own where the library's allocation functions are linked (base/memory), and
 *  uses no stream, no locale, no dynamic loading, and no static object that is made at its first
 *  use. If it did wait for ever, the parent's clock would end it. */
#pragma once

#include <memory>

#include "os/child/channel.hpp"

namespace aex::os {

/** How much of the confinement is in force. */
enum class Confinement : std::uint8_t {
  none,    /**< no child: this system has no such thing here */
  process, /**< limits and no descriptors, but no filter of system calls */
  full,    /**< all of it */
};

struct ChildLimits {
  std::uint64_t address_bytes = UINT64_MAX; /**< beyond what the parent has; UINT64_MAX: any */
  std::uint64_t cpu_seconds = UINT64_MAX;   /**< of processor time; UINT64_MAX: any */
};

/** How a child ended. */
struct Ending {
  enum class Kind : std::uint8_t { other, out_of_memory, out_of_time, unconfined };
  Kind kind = Kind::other;
  std::string text; /**< "made a forbidden system call", "was killed by signal 11" */
};

/** What a child does. */
class ChildWork {
 public:
  virtual ~ChildWork() = default;
  /** In the child, which ends when this returns. The channel leads to the parent. */
  virtual void run(Channel& channel) = 0;
};

/** Whether children can be confined here at all. */
bool can_confine();

class Child {
 public:
  /** Starts it with no descriptor but the channel, no signal handlers, no new privileges, no core
   *  file, no files or processes of its own, and the filter of restrict_system_calls().
   *  Code::unsupported where can_confine() is false; Code::no_memory; Code::io_failed. */
  static Result<Child> start(ChildWork& work, const ChildLimits& limits);
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  /** Ends it. */
  ~Child();

  Channel& channel() { return channel_; }
  Confinement confinement() const { return confinement_; }

  /** Ends it if it still runs. */
  Ending end();

  /** For tests: its process number. */
  int number() const { return number_; }

 private:
  Child(Channel channel, int number) : channel_(std::move(channel)), number_(number) {}

  Channel channel_;
  int number_ = -1;
  Confinement confinement_ = Confinement::none;
};

}  // namespace aex::os
