/** What can be done with single files: the envelopes in which packages and results travel, and the
 *  source files that an ELF file names. Needs no client.
 *
 *  An envelope has version 1, as all deployments take it, or 2. `out_path` may be `path`: the file
 *  is then replaced in one step, or stays as it was. What is made is readable by its owner only. */
#ifndef ATLASEXPLORER_FILES_H
#define ATLASEXPLORER_FILES_H

#include "atlasexplorer/common.h"

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

/** Paths of source files. @since 4.0 */
typedef struct aex_sources aex_sources;

/** Lists the source files that the debug information of a linked ELF file names: sorted, each once.
 *
 *  @param only_existing 0, or 1 to leave out what is not a file on this machine.
 *  @return AEX_E_FILE_MISSING; AEX_E_DEBUG_INFO_MISSING or another code of 8xx.
 *  @since 4.0 */
AEX_API aex_code aex_sources_read(aex_sources** out, const char* elf_path, int32_t only_existing,
                                  aex_error** error);

/** Releases the list. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_sources_free(aex_sources* sources);

/** How many files there are.
 *  @since 4.0 */
AEX_API size_t aex_sources_count(const aex_sources* sources);

/** The path of a file.
 *  @since 4.0 */
AEX_API const char* aex_sources_path(const aex_sources* sources, size_t index);

#ifdef __cplusplus
}
#endif
#endif
