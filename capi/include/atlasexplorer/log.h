/** Where the library's messages go: to a hook of yours, or nowhere. It never prints. */
#ifndef ATLASEXPLORER_LOG_H
#define ATLASEXPLORER_LOG_H

#include "atlasexplorer/common.h"

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

#ifdef __cplusplus
}
#endif
#endif
