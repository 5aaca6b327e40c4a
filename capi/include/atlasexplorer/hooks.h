/** What the host program can take over: messages, which the library never prints itself, and
 * memory, time and randomness, which it takes from the system. HTTP has its own header,
 * transport.h. */
#ifndef ATLASEXPLORER_HOOKS_H
#define ATLASEXPLORER_HOOKS_H

#include "atlasexplorer/conventions.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How much a message matters. @since 4.0 */
typedef int32_t aex_log_level;
enum {
  AEX_LOG_OFF = 0,
  AEX_LOG_ERROR = 1,
  AEX_LOG_WARNING = 2,
  AEX_LOG_INFO = 3,
  AEX_LOG_DEBUG = 4,
};

/** Receives one line without a newline; `text` is borrowed for the call. It never holds a key, a
 *  password or a signed URL.
 *  @since 4.0 */
typedef void (*aex_log_hook)(aex_log_level level, const char* text, void* payload);

/** Functions of the host, of the whole process; NULL leaves a thing to the system. Any thread that
 *  calls the library may call them, at the same time as others. They must not call the library.
 *  @since 4.0 */
typedef struct aex_hooks {
  uint32_t struct_size;
  uint32_t flags; /**< 0: none is defined yet */
  /** Memory aligned as malloc aligns it, or NULL when there is none. `bytes` is never 0. Goes with
   *  `release`: both or neither. What zlib, cJSON, mbedTLS and libcurl take for themselves, and
   *  the tables of scrypt, come from malloc. */
  void* (*allocate)(size_t bytes, void* payload);
  /** Takes back what `allocate` gave; never NULL. */
  void (*release)(void* memory, void* payload);
  /** Milliseconds of a clock that never goes back. Goes with `sleep_ms`: both or neither. */
  uint64_t (*now_ms)(void* payload);
  /** Waits; may return early. */
  void (*sleep_ms)(uint64_t duration_ms, void* payload);
  /** Milliseconds since 1970-01-01 UTC, which may be set back. */
  int64_t (*unix_ms)(void* payload);
  /** Fills `out` with `bytes` of cryptographic randomness: 0, or anything else for a failure. */
  int32_t (*fill_random)(void* out, size_t bytes, void* payload);
  void* payload; /**< given to each of them */
} aex_hooks;
#define AEX_HOOKS_INIT \
  { sizeof(aex_hooks), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL }

/** Installs the hooks, before any other function of the library and once in a process, a call that
 *  is refused included. They stay until its end.
 *
 *  @return AEX_E_INVALID_ARGUMENT if the library is in use, or one of a pair is missing;
 *          AEX_E_UNSUPPORTED for `allocate` in a build with sanitizers, or elsewhere than on Linux.
 *  @since 4.0 */
AEX_API aex_code aex_hooks_install(const aex_hooks* hooks, aex_error** error);

#ifdef __cplusplus
}
#endif
#endif
