/** The system calls that a confined child may make. */
#pragma once

namespace aex::os {

/** From now on the process may use memory, read and write `descriptor`, ask for the time and for
 *  randomness, and end; any other call ends it at once (SIGSYS), and so do executable pages. Needs
 *  no_new_privs. False where the system or the processor is not known or refuses, or where a
 *  sanitizer needs more calls than that; nothing has changed then. */
bool restrict_system_calls(int descriptor);

/** Whether this build carries a sanitizer: it needs memory and calls that are refused otherwise. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define AEX_HAS_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define AEX_HAS_SANITIZER 1
#endif
#ifdef AEX_HAS_SANITIZER
constexpr bool kHasSanitizer = true;
#else
constexpr bool kHasSanitizer = false;
#endif

}  // namespace aex::os
