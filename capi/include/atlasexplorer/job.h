/** A run that has been handed over. It outlives the process: reopen it from its folder. */
#ifndef ATLASEXPLORER_JOB_H
#define ATLASEXPLORER_JOB_H

#include "atlasexplorer/conventions.h"
#include "atlasexplorer/progress.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where a job is. Treat a number that you do not know as "running". @since 4.0 */
typedef int32_t aex_job_state;
enum {
  AEX_JOB_SUBMITTED = 0, /**< accepted; no status yet */
  AEX_JOB_RUNNING = 1,
  AEX_JOB_READY = 2,     /**< the result waits to be collected */
  AEX_JOB_COLLECTED = 3, /**< the result is in the folder */
  AEX_JOB_FAILED = 4,
  AEX_JOB_PREPARED = 5,  /**< described; nothing has left this machine */
  AEX_JOB_SEALED = 6,    /**< the package is encrypted; it may be on its way */
  AEX_JOB_CANCELLED = 7, /**< given up: see aex_job_discard */
};

/** "submitted", "running", "ready", "collected", "failed", "prepared", "sealed", "cancelled"; else
 *  "unknown". Static.
 *  @since 4.0 */
AEX_API const char* aex_job_state_name(aex_job_state state);

/** Opens a job from the folder of its experiment: one that was interrupted at any step, which the
 *  next call on it takes up where it stood, or one that is over. Whoever drives a job holds its
 *  folder meanwhile: the calls below return AEX_E_JOB_BUSY while another process does.
 *
 *  @param client with the same backend as the one that submitted the job.
 *  @return AEX_E_JOB_MISSING if the folder holds no job (for a result alone, see
 *          aex_report_open); AEX_E_JOB_TOO_NEW; AEX_E_REPORT_MALFORMED; AEX_E_INVALID_ARGUMENT for
 * another backend.
 *  @since 4.0 */
AEX_API aex_code aex_job_open(aex_job** out, aex_client* client, const char* directory,
                              aex_error** error);

/** Releases the object. The run itself goes on in the cloud. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_job_free(aex_job* job);

/** The experiment's name.
 *  @since 4.0 */
AEX_API const char* aex_job_name(const aex_job* job);

/** The experiment's folder, absolute: give it to aex_job_open or aex_report_open later.
 *  @since 4.0 */
AEX_API const char* aex_job_directory(const aex_job* job);

/** The core's name.
 *  @since 4.0 */
AEX_API const char* aex_job_core(const aex_job* job);

/** "cloud" or "local".
 *  @since 4.0 */
AEX_API const char* aex_job_backend(const aex_job* job);

/** The id under which the service knows the experiment.
 *  @since 4.0 */
AEX_API const char* aex_job_uuid(const aex_job* job);

/** The state that the last call on this job saw. Makes no request.
 *  @since 4.0 */
AEX_API aex_job_state aex_job_last_state(const aex_job* job);

/** How many times the service has answered that the job runs, since this object was made.
 *  @since 4.0 */
AEX_API uint64_t aex_job_running_answers(const aex_job* job);

/** Asks once for the job's state and does not wait: for programs that follow many jobs in one
 *  thread. A local job works for a moment in each call. Jobs of one client share its connections.
 *
 *  @param out     may be NULL: see aex_job_last_state.
 *  @param options NULL for the defaults.
 *  @return AEX_E_JOB_FAILED, AEX_E_JOB_UNKNOWN: final; AEX_E_CANCELLED; a code of 2xx and 5xx,
 *          which may be asked again if it is retryable.
 *  @since 4.0 */
AEX_API aex_code aex_job_poll(aex_job_state* out, aex_job* job, const aex_call_options* options,
                              aex_error** error);

/** How to wait. @since 4.0 */
typedef struct aex_wait_options {
  uint32_t struct_size;
  uint32_t flags;             /**< 0: none is defined yet */
  uint64_t timeout_ms;        /**< 0: 1,800,000 ms; UINT64_MAX: for ever */
  uint64_t poll_first_ms;     /**< pause after the first poll; doubles each time; 0: 100 ms */
  uint64_t poll_longest_ms;   /**< longest pause between polls; 0: 10,000 ms */
  aex_progress_hook progress; /**< NULL: tells nobody */
  void* progress_payload;
} aex_wait_options;
#define AEX_WAIT_OPTIONS_INIT \
  { sizeof(aex_wait_options), 0, 0, 0, 0, NULL, NULL }

/** Polls until the result is ready. It starts at once, backs off, and bears passing failures.
 *
 *  @param options NULL for the defaults.
 *  @return AEX_E_TIMEOUT: the job goes on, wait again or open it later; AEX_E_CANCELLED;
 *          AEX_E_JOB_FAILED, AEX_E_JOB_UNKNOWN: final.
 *  @since 4.0 */
AEX_API aex_code aex_job_wait(aex_job* job, const aex_wait_options* options, aex_error** error);

/** Stages 6 to 10: waits if need be, brings the result into the job's folder and reads the report.
 *  For a job whose result was collected before, reads it again from the folder.
 *
 *  @param out     yours; release with aex_report_free.
 *  @param options for the waiting and the download together; NULL for the defaults.
 *  @return the codes of aex_job_wait; AEX_E_OPEN_FAILED, AEX_E_DOWNLOAD_REFUSED or another code of
 *          3xx, 4xx, 5xx and 7xx.
 *  @since 4.0 */
AEX_API aex_code aex_job_result(aex_report** out, aex_job* job, const aex_wait_options* options,
                                aex_error** error);

/** Brings the result of a job that is ready into the file `path` as the service sent it, encrypted.
 *  The job stays as it was: aex_job_result can follow.
 *
 *  @param options NULL for the defaults.
 *  @return AEX_E_JOB_NOT_READY; AEX_E_DOWNLOAD_REFUSED or another code of 5xx; AEX_E_UNSUPPORTED
 *          for a local job.
 *  @since 4.0 */
AEX_API aex_code aex_job_download(aex_job* job, const char* path, const aex_call_options* options,
                                  aex_error** error);

/** Gives the job up: a call that runs on it ends with AEX_E_CANCELLED, and so does every later one.
 *  May be called from any thread, from a hook and from a signal handler, but not while the object
 *  is being freed. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_job_cancel(aex_job* job);

/** Gives a job up for good, in its folder too: its password is forgotten and it cannot be resumed.
 *  The cloud, which has no word for it, may go on. A job that is over stays as it was.
 *  @return AEX_E_JOB_BUSY while another process drives it; AEX_E_JOB_MISSING.
 *  @since 4.0 */
AEX_API aex_code aex_job_discard(aex_job* job, aex_error** error);

/** The jobs of a folder of experiments, as they were when it was read. @since 4.0 */
typedef struct aex_jobs aex_jobs;

/** Reads the journals in the folders below `directory`, sorted by name, and asks nobody. Folders
 *  without one are passed over.
 *  @param out yours; release with aex_jobs_free.
 *  @return AEX_E_FILE_MISSING, AEX_E_IO_FAILED.
 *  @since 4.0 */
AEX_API aex_code aex_jobs_list(aex_jobs** out, const char* directory, aex_error** error);

/** Releases the list. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_jobs_free(aex_jobs* jobs);

/** How many there are.
 *  @since 4.0 */
AEX_API size_t aex_jobs_count(const aex_jobs* jobs);

/** The experiment's name; "" beyond the end.
 *  @since 4.0 */
AEX_API const char* aex_jobs_name(const aex_jobs* jobs, size_t index);

/** The experiment's folder, absolute; "" beyond the end.
 *  @since 4.0 */
AEX_API const char* aex_jobs_directory(const aex_jobs* jobs, size_t index);

/** The core's name; "" beyond the end or if the journal cannot be read.
 *  @since 4.0 */
AEX_API const char* aex_jobs_core(const aex_jobs* jobs, size_t index);

/** The state as a word, as from aex_job_state_name; "unreadable" for a journal that cannot be read;
 *  "" beyond the end. Static.
 *  @since 4.0 */
AEX_API const char* aex_jobs_state(const aex_jobs* jobs, size_t index);

/** When the job began, in milliseconds since 1970; 0 if its journal does not tell.
 *  @since 4.0 */
AEX_API int64_t aex_jobs_created_ms(const aex_jobs* jobs, size_t index);

/** Removes the folders of those jobs below `directory` that failed or were cancelled, and what
 *  processes that were killed left in the others. Results and jobs that can be resumed stay.
 *  @param removed how many folders are gone; may be NULL.
 *  @since 4.0 */
AEX_API aex_code aex_jobs_clean(size_t* removed, const char* directory, aex_error** error);

#ifdef __cplusplus
}
#endif
#endif
