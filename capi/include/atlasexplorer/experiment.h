/** What the user wants run: one or more ELF workloads on one core. */
#ifndef ATLASEXPLORER_EXPERIMENT_H
#define ATLASEXPLORER_EXPERIMENT_H

#include "atlasexplorer/conventions.h"
#include "atlasexplorer/progress.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Makes an empty experiment of the client. One object can be submitted any number of times.
 *  @since 4.0 */
AEX_API aex_code aex_experiment_new(aex_experiment** out, aex_client* client, aex_error** error);

/** Releases the object; its jobs stay whole. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_experiment_free(aex_experiment* experiment);

/** Names the experiment, and thus its folder. NULL or empty, the default: "<core>_<date>".
 *  A name that is not fit for a folder is an error of aex_experiment_submit.
 *  @since 4.0 */
AEX_API aex_code aex_experiment_set_name(aex_experiment* experiment, const char* name,
                                         aex_error** error);

/** The folder in which the experiment gets its own. NULL or empty, the default: the working
 *  directory. It is made if it is missing.
 *  @since 4.0 */
AEX_API aex_code aex_experiment_set_directory(aex_experiment* experiment, const char* directory,
                                              aex_error** error);

/** The core by its name. NULL or empty, the default: the only one that the backend offers.
 *  @since 4.0 */
AEX_API aex_code aex_experiment_set_core(aex_experiment* experiment, const char* core,
                                         aex_error** error);

/** Adds the path of an ELF file. On a core with several hardware threads, one for each.
 *  The file is looked at by aex_experiment_check and aex_experiment_submit.
 *  @since 4.0 */
AEX_API aex_code aex_experiment_add_workload(aex_experiment* experiment, const char* path,
                                             aex_error** error);

/** Judges the workloads as aex_experiment_submit will, without a request: kind of file, size, ELF
 *  headers, base names.
 *  @return AEX_E_WORKLOAD_MISSING, another AEX_E_WORKLOAD_ code, or one of 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_experiment_check(const aex_experiment* experiment, aex_error** error);

/** Stages 1 to 5: checks the workloads, finds the core, makes the folder, packs, encrypts and
 *  uploads, and returns without waiting for the result. On an error nothing is left behind.
 *
 *  @param out     yours; release with aex_job_free.
 *  @param options NULL for the defaults.
 *  @return AEX_E_CONFIG_MISSING; AEX_E_NOT_AUTHORISED; AEX_E_CORE_UNKNOWN, which lists the cores;
 *          or another code of 1xx to 6xx and 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_experiment_submit(aex_job** out, aex_experiment* experiment,
                                       const aex_call_options* options, aex_error** error);

#ifdef __cplusplus
}
#endif
#endif
