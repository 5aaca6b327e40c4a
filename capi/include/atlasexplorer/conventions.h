/** What every header of the C interface needs, and the five conventions that all of them follow.
 *
 *  1. Ownership. A function with a `T** out` makes an object that is yours: release it with
 *     aex_T_free, which takes NULL. A pointer that a getter returns is borrowed: it lives as long
 *     as the object that it was asked from. Inputs are copied; nothing that you pass is kept,
 *     except hooks and their payloads, which must outlive the client that they were given to.
 *     Objects made from a client keep what they need of it: free them in any order.
 *  2. Strings are UTF-8 and end with NUL. Binary data comes with a length. Paths may be relative
 *     to the working directory. Getters give NULL, 0 or an empty string for a NULL object and for
 *     an index that is out of range.
 *  3. Errors. A function that can fail returns AEX_OK (0) or another aex_code, and takes
 *     `aex_error** error` last, which may be NULL. On failure, *error is overwritten with a new
 *     object that is yours (aex_error_free) and every other out-parameter is untouched; on success
 *     *error is untouched. There is no thread-local or global error. NULL where an object is
 *     needed is AEX_E_INVALID_ARGUMENT, not a crash.
 *  4. Threads. Different objects may be used by different threads at the same time; one object by
 *     one thread at a time. A client may be shared: its requests then go one after another.
 *     aex_job_cancel may be called from any thread and from a signal handler. Hooks run in the
 *     thread of the call that they were given to; a hook may call getters and aex_job_cancel,
 *     nothing else. The library starts no
 *     threads but those that aex_client_options.max_threads or the settings ask for; they compress
 *     and decompress, call no hook but `allocate` and `release`, take no signals, and end before
 *     the call that started them.
 *  5. Units are in the names: timeout_ms, max_bytes. A size or time of 0 means the default.
 *
 *  An options structure begins with `struct_size` and `flags`; make it with its _INIT macro. All
 *  zero means all defaults, and a NULL pointer means the same. Later versions append fields; a
 *  library refuses a field that it does not know unless the field is 0. */
#ifndef ATLASEXPLORER_CONVENTIONS_H
#define ATLASEXPLORER_CONVENTIONS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define AEX_API __attribute__((visibility("default")))
#else
#define AEX_API
#endif

/* The version of these headers. */
#define AEX_VERSION_MAJOR 4
#define AEX_VERSION_MINOR 0
#define AEX_VERSION_PATCH 0
#define AEX_VERSION_TEXT "4.0.0"
/** As aex_version_number gives it: major * 1000000 + minor * 1000 + patch. */
#define AEX_VERSION_NUMBER \
  (AEX_VERSION_MAJOR * 1000000 + AEX_VERSION_MINOR * 1000 + AEX_VERSION_PATCH)

#ifdef __cplusplus
extern "C" {
#endif

/** AEX_OK or one of the AEX_E_ codes in error.h. @since 4.0 */
typedef int32_t aex_code;

/** Opaque objects, each with its own header. @since 4.0 */
typedef struct aex_error aex_error;
typedef struct aex_settings aex_settings;
typedef struct aex_client aex_client;
typedef struct aex_cores aex_cores;
typedef struct aex_core aex_core;
typedef struct aex_experiment aex_experiment;
typedef struct aex_job aex_job;
typedef struct aex_report aex_report;
typedef struct aex_metric aex_metric;

/** The version of the loaded library, e.g. "4.0.0". Static.
 *  @since 4.0 */
AEX_API const char* aex_version(void);

/** The same as a number that can be compared with AEX_VERSION_NUMBER.
 *  @since 4.0 */
AEX_API int32_t aex_version_number(void);

#ifdef __cplusplus
}
#endif
#endif
