/** The simulated core configurations that a client offers. */
#ifndef ATLASEXPLORER_CORE_H
#define ATLASEXPLORER_CORE_H

#include "atlasexplorer/conventions.h"
#include "atlasexplorer/progress.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Lists the cores that the client's backend offers.
 *
 *  @param options NULL for the defaults.
 *  @return AEX_E_CONFIG_MISSING, AEX_E_NOT_AUTHORISED, AEX_E_GATEWAY_UNREACHABLE or another code
 *          of 1xx and 2xx.
 *  @since 4.0 */
AEX_API aex_code aex_client_cores(aex_cores** out, aex_client* client,
                                  const aex_call_options* options, aex_error** error);

/** Releases the list with all its cores. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_cores_free(aex_cores* cores);

/** How many cores the list has.
 *  @since 4.0 */
AEX_API size_t aex_cores_count(const aex_cores* cores);

/** The core at an index; NULL beyond the end.
 *  @since 4.0 */
AEX_API const aex_core* aex_cores_at(const aex_cores* cores, size_t index);

/** The name that aex_experiment_set_core takes, e.g. "I8500_(1_thread)".
 *  @since 4.0 */
AEX_API const char* aex_core_name(const aex_core* core);

/** Bits of an integer register: 32 or 64.
 *  @since 4.0 */
AEX_API int32_t aex_core_xlen(const aex_core* core);

/** Hardware threads.
 *  @since 4.0 */
AEX_API int32_t aex_core_num_threads(const aex_core* core);

/** Cores in the configuration.
 *  @since 4.0 */
AEX_API int32_t aex_core_num_cores(const aex_core* core);

/** The whole description as JSON, as the service gave it.
 *  @since 4.0 */
AEX_API const char* aex_core_json(const aex_core* core);

#ifdef __cplusplus
}
#endif
#endif
