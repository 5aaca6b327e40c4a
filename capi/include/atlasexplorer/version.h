/** The version of these headers, and of the library that is loaded. */
#ifndef ATLASEXPLORER_VERSION_H
#define ATLASEXPLORER_VERSION_H

#include "atlasexplorer/common.h"

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
