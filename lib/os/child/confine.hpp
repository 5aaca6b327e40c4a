/** What a child does to itself before it works. Private to lib/os. */
#pragma once

#include "os/child/child.hpp"

namespace aex::os {

/** The only descriptor that is left afterwards (standard error too in builds with a sanitizer). */
constexpr int kChannelNumber = 3;

/** Signals of this thread, kept back until the object ends: between fork and confine() a handler of
 *  the host must not run in the child. */
class SignalPause {
 public:
  SignalPause();
  ~SignalPause();
  SignalPause(const SignalPause&) = delete;
  SignalPause& operator=(const SignalPause&) = delete;

 private:
  struct Mask;
  std::unique_ptr<Mask> before_;
};

/** Bytes of address space that this process has; UINT64_MAX if that cannot be known. */
std::uint64_t address_space_bytes();

/** Gives up all that can be given up. `socket` becomes kChannelNumber. False if it could not. */
bool give_up_rights(int socket, const ChildLimits& limits);

}  // namespace aex::os
