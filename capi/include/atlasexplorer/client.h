/** Who runs experiments: the Atlas Explorer service, or the engine on this machine. */
#ifndef ATLASEXPLORER_CLIENT_H
#define ATLASEXPLORER_CLIENT_H

#include "atlasexplorer/conventions.h"
#include "atlasexplorer/hooks.h"
#include "atlasexplorer/transport.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Which of the two. @since 4.0 */
typedef int32_t aex_backend;
enum {
  AEX_BACKEND_CLOUD = 0, /**< the service, or a gateway of one's own */
  AEX_BACKEND_LOCAL = 1, /**< the engine on this machine: no key, no network */
};

/** Where a local run executes its workloads. @since 4.0 */
typedef int32_t aex_isolation;
enum {
  AEX_ISOLATION_AUTOMATIC = 0, /**< in a child process, as confined as the system allows */
  AEX_ISOLATION_REQUIRED = 1,  /**< so with a filter of system calls, or not at all */
  AEX_ISOLATION_OFF = 2,       /**< in this process */
};

/** @since 4.0 */
typedef struct aex_client_options {
  uint32_t struct_size;
  uint32_t flags;              /**< 0: none is defined yet */
  aex_backend backend;         /**< default: AEX_BACKEND_CLOUD */
  aex_log_level log_level;     /**< 0: as the settings say */
  uint64_t max_workload_bytes; /**< per ELF file; 0: 100 MiB */
  uint64_t max_result_bytes;   /**< of a result, as downloaded and unpacked; 0: 4 GiB */
  uint64_t max_result_members; /**< files in a result; 0: 100,000 */
  uint64_t max_instructions;   /**< that a local run may retire; 0: 2^40 */
  uint64_t max_guest_bytes;    /**< of memory that a local run may use; 0: 1 GiB */
  uint64_t connect_timeout_ms; /**< name lookup, TCP and TLS together; 0: 10 s */
  uint64_t stall_timeout_ms;   /**< without a byte either way; 0: 30 s */
  const char* user_agent;      /**< NULL: "atlasexplorer/<version>" */
  aex_log_hook log;            /**< NULL: tells nobody */
  void* log_payload;
  const aex_transport* transport; /**< NULL: libcurl; else the table is copied */
  uint64_t max_run_ms;            /**< that a local run may take; 0: one hour */
  aex_isolation isolation;        /**< default: AEX_ISOLATION_AUTOMATIC */
  uint32_t max_threads; /**< that compress and decompress; 0: as the settings say, else none */
} aex_client_options;
#define AEX_CLIENT_OPTIONS_INIT                                                                 \
  {                                                                                             \
    sizeof(aex_client_options), 0, AEX_BACKEND_CLOUD, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, \
        NULL, 0, AEX_ISOLATION_AUTOMATIC, 0                                                     \
  }

/** Makes a client. No request is made before a call needs one, and no credentials are needed
 *  before then. For work in parallel, make one client per thread.
 *
 *  @param settings copied.
 *  @param options  NULL for the defaults: the cloud over libcurl.
 *  @return AEX_E_CA_UNREADABLE; AEX_E_UNSUPPORTED if this build lacks the backend.
 *  @since 4.0 */
AEX_API aex_code aex_client_new(aex_client** out, const aex_settings* settings,
                                const aex_client_options* options, aex_error** error);

/** Releases the object; experiments and jobs made from it stay whole. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_client_free(aex_client* client);

/** "cloud" or "local". Static.
 *  @since 4.0 */
AEX_API const char* aex_client_backend(const aex_client* client);

#ifdef __cplusplus
}
#endif
#endif
