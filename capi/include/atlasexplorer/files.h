/** What can be done with single files: the envelopes in which packages and results travel, the
 *  source files and functions of an ELF file, and where a finished run spent its instructions.
 *  Needs no client.
 *
 *  An envelope has version 1, as all deployments take it, or 2. `out_path` may be `path`: the file
 *  is then replaced in one step, or stays as it was. What is made is readable by its owner only. */
#ifndef ATLASEXPLORER_FILES_H
#define ATLASEXPLORER_FILES_H

#include "atlasexplorer/conventions.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Encrypts a file for the holder of an RSA key, as packages are.
 *
 *  @param public_key_pem SubjectPublicKeyInfo, 2048 to 4096 bits.
 *  @return AEX_E_FILE_MISSING, AEX_E_KEY_INVALID, AEX_E_SEAL_FAILED, AEX_E_IO_FAILED;
 *          AEX_E_INVALID_ARGUMENT for another version.
 *  @since 4.0 */
AEX_API aex_code aex_file_seal(const char* path, const char* out_path, const char* public_key_pem,
                               int32_t version, aex_error** error);

/** Decrypts what aex_file_seal made; *out becomes its version.
 *
 *  @param private_key_pem not encrypted itself.
 *  @return AEX_E_FILE_MISSING, AEX_E_KEY_INVALID, AEX_E_OPEN_FAILED, AEX_E_IO_FAILED.
 *  @since 4.0 */
AEX_API aex_code aex_file_open(int32_t* out, const char* path, const char* out_path,
                               const char* private_key_pem, aex_error** error);

/** Encrypts a file with a password, as results are. Version 1 protects nothing well.
 *
 *  @param password may hold NUL.
 *  @return AEX_E_FILE_MISSING, AEX_E_IO_FAILED; AEX_E_INVALID_ARGUMENT for another version.
 *  @since 4.0 */
AEX_API aex_code aex_file_seal_with_password(const char* path, const char* out_path,
                                             const char* password, size_t password_size,
                                             int32_t version, aex_error** error);

/** Decrypts what aex_file_seal_with_password made; *out becomes its version. Version 1 can tell a
 *  wrong password by its padding only: one in 256 passes.
 *  @return AEX_E_FILE_MISSING, AEX_E_OPEN_FAILED, AEX_E_IO_FAILED.
 *  @since 4.0 */
AEX_API aex_code aex_file_open_with_password(int32_t* out, const char* path, const char* out_path,
                                             const char* password, size_t password_size,
                                             aex_error** error);

/** Guesses the version of what aex_file_seal made, without its key: *out becomes 2, or 1, or 0 for
 *  a file that is neither. One version 1 file in 21,000 looks like version 2.
 *  @return AEX_E_FILE_MISSING, AEX_E_IO_FAILED.
 *  @since 4.0 */
AEX_API aex_code aex_file_guess_sealed(int32_t* out, const char* path, aex_error** error);

/** Guesses the version of what aex_file_seal_with_password made, without its password: *out becomes
 *  2, or 1 for whole blocks too short for 2, or 0 for neither. Longer files may be either.
 *  @return AEX_E_FILE_MISSING, AEX_E_IO_FAILED.
 *  @since 4.0 */
AEX_API aex_code aex_file_guess_with_password(int32_t* out, const char* path, aex_error** error);

/** An ELF file that the caller holds in memory, in place of one at a path. It is borrowed for the
 *  call that it is given to, and may be 32-bit or 64-bit, of either byte order. @since 4.0 */
typedef struct aex_elf_image {
  uint32_t struct_size;
  uint32_t flags;   /**< 0: none is defined yet */
  const void* data; /**< the whole file, from its first byte */
  size_t bytes;     /**< how long it is */
  /** Where errors say that it is, and split debug information is looked for beside; nothing is
   *  opened there. NULL: in the working directory, without a name. */
  const char* path;
} aex_elf_image;
#define AEX_ELF_IMAGE_INIT \
  { sizeof(aex_elf_image), 0, NULL, 0, NULL }

/** Paths of source files. @since 4.0 */
typedef struct aex_sources aex_sources;

/** Lists the source files that the debug information of a linked ELF file names: sorted, each once.
 *
 *  @param only_existing 0, or 1 to leave out what is not a file on this machine.
 *  @return AEX_E_FILE_MISSING; AEX_E_DEBUG_INFO_MISSING or another code of 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_sources_read(aex_sources** out, const char* elf_path, int32_t only_existing,
                                  aex_error** error);

/** The same for a file in memory.
 *  @return AEX_E_INVALID_ARGUMENT, or a code of 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_sources_read_image(aex_sources** out, const aex_elf_image* image,
                                        int32_t only_existing, aex_error** error);

/** Releases the list. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_sources_free(aex_sources* sources);

/** How many files there are.
 *  @since 4.0 */
AEX_API size_t aex_sources_count(const aex_sources* sources);

/** The path of a file.
 *  @since 4.0 */
AEX_API const char* aex_sources_path(const aex_sources* sources, size_t index);

/** Instruction counts joined with functions and source lines. @since 4.0 */
typedef struct aex_hot aex_hot;

/** How aex_hot_write writes. @since 4.0 */
enum {
  AEX_HOT_JSON = 0,
  AEX_HOT_HTML = 1,  /**< a page that needs nothing else */
  AEX_HOT_FOLDED = 2 /**< stacks for flame graphs */
};

/** Joins the counts of a finished experiment with its workload.
 *
 *  @param path the folder of the experiment, an inst_counts.txt, or an instruction trace (.zstf, or
 *    plain STF), whose instructions are counted. Of a folder without counts the trace is taken.
 *  @param elf_path the workload; NULL: as the experiment's config.json says.
 *  @param workload which one of several, by its name; NULL if there is but one.
 *  @return AEX_E_REPORT_MISSING, AEX_E_REPORT_MALFORMED, AEX_E_TRACE_MALFORMED,
 *    AEX_E_TRACE_TRUNCATED, AEX_E_TRACE_MISMATCH for the trace of another program,
 *    AEX_E_FILE_MISSING, or a code of 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_hot_read(aex_hot** out, const char* path, const char* elf_path,
                              const char* workload, aex_error** error);

/** The same with a workload in memory.
 *  @return AEX_E_INVALID_ARGUMENT, or as aex_hot_read.
 *  @since 4.0 */
AEX_API aex_code aex_hot_read_image(aex_hot** out, const char* path, const aex_elf_image* image,
                                    const char* workload, aex_error** error);

/** Releases it. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_hot_free(aex_hot* hot);

/** Instructions retired.
 *  @since 4.0 */
AEX_API uint64_t aex_hot_total(const aex_hot* hot);

/** How many functions ran; the hottest is the first.
 *  @since 4.0 */
AEX_API size_t aex_hot_function_count(const aex_hot* hot);

/** The name of a function, demangled.
 *  @since 4.0 */
AEX_API const char* aex_hot_function_name(const aex_hot* hot, size_t index);

/** Instructions retired in a function; with those of calls inlined into it unless `self_only`.
 *  @since 4.0 */
AEX_API uint64_t aex_hot_function_instructions(const aex_hot* hot, size_t index, int32_t self_only);

/** How many source lines ran; the hottest is the first.
 *  @since 4.0 */
AEX_API size_t aex_hot_line_count(const aex_hot* hot);

/** The file of a line; empty where that is unknown.
 *  @since 4.0 */
AEX_API const char* aex_hot_line_path(const aex_hot* hot, size_t index);

/** The number of a line, from 1; 0 where it is unknown.
 *  @since 4.0 */
AEX_API uint32_t aex_hot_line_number(const aex_hot* hot, size_t index);

/** Instructions retired on a line.
 *  @since 4.0 */
AEX_API uint64_t aex_hot_line_instructions(const aex_hot* hot, size_t index);

/** Writes a document, replacing `out_path` in one step.
 *
 *  @param form AEX_HOT_JSON, AEX_HOT_HTML or AEX_HOT_FOLDED.
 *  @param top rows of each table; 0 for all.
 *  @return AEX_E_INVALID_ARGUMENT, AEX_E_IO_FAILED, AEX_E_NO_SPACE.
 *  @since 4.0 */
AEX_API aex_code aex_hot_write(const aex_hot* hot, int32_t form, uint32_t top, const char* out_path,
                               aex_error** error);

/** From addresses to functions and inlined calls. @since 4.0 */
typedef struct aex_functions aex_functions;

/** Reads the functions of a linked ELF file.
 *  @return AEX_E_FILE_MISSING, or a code of 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_functions_read(aex_functions** out, const char* elf_path, aex_error** error);

/** The same for a file in memory.
 *  @return AEX_E_INVALID_ARGUMENT, or a code of 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_functions_read_image(aex_functions** out, const aex_elf_image* image,
                                          aex_error** error);

/** Releases it. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_functions_free(aex_functions* functions);

/** The call chain at an address, outermost first, as "main > inlined": the functions' demangled
 *  names; empty where none is known. Valid until the next call with the same handle.
 *  @since 4.0 */
AEX_API const char* aex_functions_chain(aex_functions* functions, uint64_t address);

/** From addresses to source lines. @since 4.0 */
typedef struct aex_lines aex_lines;

/** Reads the line tables of a linked ELF file.
 *  @return AEX_E_FILE_MISSING; AEX_E_DEBUG_INFO_MISSING or another code of 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_lines_read(aex_lines** out, const char* elf_path, aex_error** error);

/** The same for a file in memory.
 *  @return AEX_E_INVALID_ARGUMENT; AEX_E_DEBUG_INFO_MISSING or another code of 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_lines_read_image(aex_lines** out, const aex_elf_image* image,
                                      aex_error** error);

/** Releases them. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_lines_free(aex_lines* lines);

/** The source file of the instruction at an address; empty where no line covers it.
 *  @since 4.0 */
AEX_API const char* aex_lines_path(const aex_lines* lines, uint64_t address);

/** Its line, from 1; 0 where none covers it.
 *  @since 4.0 */
AEX_API uint32_t aex_lines_number(const aex_lines* lines, uint64_t address);

/** Copies the sources of a linked ELF file into `folder`, equal contents once, with a list of all.
 *
 *  @param out becomes the number of files in the folder's list; may be NULL.
 *  @return AEX_E_FILE_MISSING; AEX_E_DEBUG_INFO_MISSING or another code of 8xx; AEX_E_IO_FAILED.
 *  @since 4.0 */
AEX_API aex_code aex_sources_copy(size_t* out, const char* elf_path, const char* folder,
                                  aex_error** error);

#ifdef __cplusplus
}
#endif
#endif
