/** How a call that takes time tells where it is, and how it is asked to stop. */
#ifndef ATLASEXPLORER_PROGRESS_H
#define ATLASEXPLORER_PROGRESS_H

#include "atlasexplorer/conventions.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The ten stages of a run, in their order. @since 4.0 */
typedef int32_t aex_stage;
enum {
  AEX_STAGE_CONFIG = 1,
  AEX_STAGE_GATEWAY = 2,
  AEX_STAGE_PACKAGE = 3,
  AEX_STAGE_ENCRYPT = 4,
  AEX_STAGE_UPLOAD = 5,
  AEX_STAGE_POLL = 6,
  AEX_STAGE_DOWNLOAD = 7,
  AEX_STAGE_DECRYPT = 8,
  AEX_STAGE_UNPACK = 9,
  AEX_STAGE_REPORT = 10,
};

/** The stage's name in lower case, e.g. "upload"; "unknown" for a number that is none. Static.
 *  @since 4.0 */
AEX_API const char* aex_stage_name(aex_stage stage);

/** One notice. The library fills it; later versions append fields, which a hook may read after it
 *  has looked at struct_size.
 *  @since 4.0 */
typedef struct aex_progress {
  uint32_t struct_size;
  aex_stage stage;
  uint64_t done_bytes;  /**< within this stage; instructions when the local engine runs */
  uint64_t total_bytes; /**< 0: not known */
  uint64_t elapsed_ms;  /**< since the call began */
} aex_progress;

/** Called often, at least every 200 ms while a call waits, from the thread of the call. Return 0
 *  to go on; anything else ends the call with AEX_E_CANCELLED. A job that was waited for goes on
 *  all the same: wait again, or open it later (aex_job_open). To give it up, see aex_job_cancel.
 *  @since 4.0 */
typedef int32_t (*aex_progress_hook)(const aex_progress* progress, void* payload);

/** For any call that may take time.
 *  @since 4.0 */
typedef struct aex_call_options {
  uint32_t struct_size;
  uint32_t flags;             /**< 0: none is defined yet */
  uint64_t timeout_ms;        /**< for the whole call; 0: no limit but those of the connection */
  aex_progress_hook progress; /**< NULL: tells nobody */
  void* progress_payload;
} aex_call_options;
#define AEX_CALL_OPTIONS_INIT \
  { sizeof(aex_call_options), 0, 0, NULL, NULL }

#ifdef __cplusplus
}
#endif
#endif
