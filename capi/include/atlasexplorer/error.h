/** Error codes, and the object that carries the particulars of one failure. */
#ifndef ATLASEXPLORER_ERROR_H
#define ATLASEXPLORER_ERROR_H

#include "atlasexplorer/conventions.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What an aex_code may be. The hundreds digit names the stage where the line stopped. Numbers are
 *  for ever; later versions may add some, so treat an unknown number as a failure.
 *  @since 4.0 */
enum {
  AEX_OK = 0, /**< success */

  /* anywhere */
  AEX_E_INVALID_ARGUMENT = 10, /**< an argument is not valid */
  AEX_E_NO_MEMORY = 20,        /**< there is not enough memory; worth a retry */
  AEX_E_CANCELLED = 30,        /**< the run was cancelled */
  AEX_E_TIMEOUT = 40,          /**< the time limit was reached; worth a retry */
  AEX_E_IO_FAILED = 50,        /**< a file operation failed */
  AEX_E_NO_SPACE = 55,         /**< the disk is full; worth a retry */
  AEX_E_FILE_MISSING = 60,     /**< a file does not exist */
  AEX_E_UNSUPPORTED = 70,      /**< this build does not support the request */
  AEX_E_INTERNAL = 80,         /**< the library contradicted itself */

  /* config */
  AEX_E_CONFIG_MISSING = 100,      /**< no API key, channel and region are set */
  AEX_E_CONFIG_INVALID = 110,      /**< a setting is not valid */
  AEX_E_CONFIG_UNREADABLE = 120,   /**< a settings file cannot be read */
  AEX_E_CONFIG_INSECURE_URL = 130, /**< plain http is allowed to loopback only */
  AEX_E_CA_UNREADABLE = 140,       /**< the CA file cannot be used */

  /* gateway */
  AEX_E_GATEWAY_UNREACHABLE = 200,    /**< the host cannot be reached; worth a retry */
  AEX_E_TLS_UNTRUSTED = 210,          /**< the host's certificate is not trusted */
  AEX_E_NOT_AUTHORISED = 220,         /**< the API key was refused */
  AEX_E_GATEWAY_UNKNOWN = 230,        /**< no gateway serves this channel and region */
  AEX_E_SERVICE_DOWN = 240,           /**< the Atlas Explorer service is down; worth a retry */
  AEX_E_CORE_UNKNOWN = 250,           /**< the core is not offered */
  AEX_E_GATEWAY_ANSWER_INVALID = 260, /**< the answer does not follow the protocol */
  AEX_E_GATEWAY_REFUSED = 270,        /**< the gateway refused the request */
  AEX_E_GATEWAY_BUSY = 280,           /**< the gateway is busy or failing; worth a retry */
  AEX_E_REDIRECT_REFUSED = 290,       /**< a redirect was not followed */

  /* package, archive */
  AEX_E_WORKLOAD_MISSING = 300,      /**< the workload does not exist */
  AEX_E_WORKLOAD_NOT_A_FILE = 310,   /**< the workload is not a regular file */
  AEX_E_WORKLOAD_EMPTY = 320,        /**< the workload is an empty file */
  AEX_E_WORKLOAD_TOO_LARGE = 330,    /**< the workload is over the size limit */
  AEX_E_WORKLOAD_DUPLICATE = 340,    /**< two workloads have one base name */
  AEX_E_WORKLOAD_CHANGED = 345,      /**< the workload changed while it was read; worth a retry */
  AEX_E_ARCHIVE_MALFORMED = 350,     /**< the archive is damaged */
  AEX_E_ARCHIVE_ABSOLUTE_PATH = 355, /**< the archive holds a member with an absolute path */
  AEX_E_ARCHIVE_PARENT_PATH = 360,   /**< the archive holds a member that leaves its folder */
  AEX_E_ARCHIVE_LINK = 365,          /**< the archive holds a link */
  AEX_E_ARCHIVE_SPECIAL_FILE = 370,  /**< the archive holds a device, fifo or unknown member */
  AEX_E_ARCHIVE_TOO_LARGE = 380,     /**< the archive unpacks to more than the limit */
  AEX_E_ARCHIVE_TOO_MANY_MEMBERS = 385, /**< the archive holds more members than the limit */

  /* envelope */
  AEX_E_KEY_INVALID = 400,    /**< the gateway's public key cannot be used */
  AEX_E_SEAL_FAILED = 410,    /**< the package could not be encrypted */
  AEX_E_OPEN_FAILED = 420,    /**< the result does not decrypt */
  AEX_E_FORMAT_REFUSED = 430, /**< the result is in a weaker format than was agreed */

  /* transfer */
  AEX_E_UPLOAD_REFUSED = 500,     /**< the upload was refused */
  AEX_E_DOWNLOAD_REFUSED = 510,   /**< the download was refused */
  AEX_E_TRANSFER_BROKEN = 520,    /**< the transfer broke off; worth a retry */
  AEX_E_TRANSFER_TOO_LARGE = 530, /**< the answer is over the size limit */

  /* job */
  AEX_E_EXPERIMENT_EXISTS = 600, /**< the experiment's folder already exists */
  AEX_E_JOB_FAILED = 610,        /**< the service could not run the experiment */
  AEX_E_JOB_UNKNOWN = 620,       /**< the service does not know the experiment */
  AEX_E_JOB_NOT_READY = 630,     /**< the result is not there yet; worth a retry */
  AEX_E_JOB_MISSING = 640,       /**< the folder holds no unfinished job */
  AEX_E_JOB_BUSY = 650,          /**< the job is in the hands of another process; worth a retry */
  AEX_E_JOB_TOO_NEW = 660,       /**< the job was written by a newer version */

  /* report */
  AEX_E_REPORT_MISSING = 700,   /**< the folder holds no report */
  AEX_E_REPORT_MALFORMED = 710, /**< the report cannot be read */
  AEX_E_METRIC_UNKNOWN = 720,   /**< the report has no such metric */
  AEX_E_TRACE_MALFORMED = 730,  /**< the trace contradicts itself */
  AEX_E_TRACE_TRUNCATED = 735,  /**< the trace is cut short */
  AEX_E_TRACE_MISMATCH = 737,   /**< the trace is that of another program */
  /** a metric that must be equal differs */
  AEX_E_EXACT_METRIC_DIFFERS = 740,

  /* ELF, DWARF */
  AEX_E_ELF_NOT_ELF = 800,        /**< the file is not an ELF file */
  AEX_E_ELF_TRUNCATED = 810,      /**< the ELF file is cut short */
  AEX_E_ELF_WRONG_MACHINE = 820,  /**< the ELF file is for another machine */
  AEX_E_ELF_WRONG_CLASS = 830,    /**< the ELF file has the wrong class */
  AEX_E_ELF_MALFORMED = 840,      /**< the ELF file contradicts itself */
  AEX_E_ELF_NOT_EXECUTABLE = 850, /**< the ELF file is not a static executable */
  AEX_E_ELF_RELOCATABLE = 855,    /**< the ELF file is not linked */
  AEX_E_DWARF_MALFORMED = 860,    /**< the debug information contradicts itself */
  AEX_E_DEBUG_INFO_MISSING = 870, /**< the file has no debug information */

  /* engine */
  /** the workload met an instruction that the engine does not know */
  AEX_E_GUEST_ILLEGAL_INSTRUCTION = 900,
  AEX_E_GUEST_BAD_ACCESS = 910, /**< the workload touched memory that it does not own */
  AEX_E_GUEST_BUDGET = 920,     /**< the workload passed its instruction budget */
  AEX_E_GUEST_TIMEOUT = 925,    /**< the workload ran longer than allowed */
  AEX_E_GUEST_TOO_LARGE = 930,  /**< the workload needs more guest memory than allowed */
  AEX_E_GUEST_ABORTED = 940,    /**< the workload ended itself with a signal */
  /** the process that ran the workload came to an end */
  AEX_E_GUEST_PROCESS_LOST = 950,
};

/** Releases the object. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_error_free(aex_error* error);

/** The code of the error; AEX_OK for NULL.
 *  @since 4.0 */
AEX_API aex_code aex_error_code(const aex_error* error);

/** The whole story in one line for a person: what happened, to which file or host, what to do next.
 *  Never holds a key, a password or a signed URL.
 *  @since 4.0 */
AEX_API const char* aex_error_message(const aex_error* error);

/** The particulars alone: one line that names the file, host or argument.
 *  @since 4.0 */
AEX_API const char* aex_error_detail(const aex_error* error);

/** The code's name, as aex_code_name.
 *  @since 4.0 */
AEX_API const char* aex_error_name(const aex_error* error);

/** What to do next, as aex_code_remedy.
 *  @since 4.0 */
AEX_API const char* aex_error_remedy(const aex_error* error);

/** The stage where the line stopped, as aex_code_stage.
 *  @since 4.0 */
AEX_API const char* aex_error_stage(const aex_error* error);

/** The HTTP status that led here; 0 if none did.
 *  @since 4.0 */
AEX_API int32_t aex_error_http_status(const aex_error* error);

/** 1 if the same call may succeed later, else 0.
 *  @since 4.0 */
AEX_API int32_t aex_error_retryable(const aex_error* error);

/** The exit status that the command ends with, 0 to 255.
 *  @since 4.0 */
AEX_API int32_t aex_error_exit_status(const aex_error* error);

/** How many codes the library knows, AEX_OK left out.
 *  @since 4.0 */
AEX_API size_t aex_code_count(void);

/** The code at an index below aex_code_count, in ascending order; AEX_OK beyond.
 *  @since 4.0 */
AEX_API aex_code aex_code_at(size_t index);

/** The code's name in lower case, e.g. "not_authorised"; "ok" for AEX_OK. A number that the
 *  library does not know is described as AEX_E_INTERNAL, here and below. Static.
 *  @since 4.0 */
AEX_API const char* aex_code_name(aex_code code);

/** What happened, without particulars. Static.
 *  @since 4.0 */
AEX_API const char* aex_code_text(aex_code code);

/** What to do next, a whole sentence. Static.
 *  @since 4.0 */
AEX_API const char* aex_code_remedy(aex_code code);

/** "any", "config", "gateway", "package", "envelope", "transfer", "job", "report", "elf" or
 *  "engine". Static.
 *  @since 4.0 */
AEX_API const char* aex_code_stage(aex_code code);

/** The class of the Python package that carries the code. Static.
 *  @since 4.0 */
AEX_API const char* aex_code_python_class(aex_code code);

/** 1 if the same call may succeed later, else 0.
 *  @since 4.0 */
AEX_API int32_t aex_code_retryable(aex_code code);

/** The exit status that the command ends with, 0 to 255.
 *  @since 4.0 */
AEX_API int32_t aex_code_exit_status(aex_code code);

#ifdef __cplusplus
}
#endif
#endif
