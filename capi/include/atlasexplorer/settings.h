/** What the user has set: key, channel, region and the rest, and where each value came from. */
#ifndef ATLASEXPLORER_SETTINGS_H
#define ATLASEXPLORER_SETTINGS_H

#include "atlasexplorer/conventions.h"
#include "atlasexplorer/hooks.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Values that win over every other source. NULL: not given.
 *  @since 4.0 */
typedef struct aex_settings_options {
  uint32_t struct_size;
  uint32_t flags; /**< 0: none is defined yet */
  const char* api_key;
  const char* channel;
  const char* region;
  const char* global_api;     /**< base URL of the service; https, or http to loopback */
  const char* ca_file;        /**< PEM; replaces the system's CAs */
  const char* package_format; /**< "auto", "v1" or "v2" */
  const char* log;            /**< "off", "error", "warning", "info" or "debug" */
} aex_settings_options;
#define AEX_SETTINGS_OPTIONS_INIT \
  { sizeof(aex_settings_options), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL }

/** Gathers the settings. Each value comes from the first source that has it: `given`, the
 *  environment (MIPS_ATLAS_CONFIG=apikey:channel:region, AEX_GLOBAL_API, AEX_CA_FILE,
 *  AEX_PACKAGE_FORMAT, AEX_LOG), `.env` in the working directory, the settings file, built in.
 *  That no key is set is no error here: see aex_settings_has_credentials.
 *
 *  @param given NULL for none.
 *  @return AEX_E_CONFIG_INVALID, AEX_E_CONFIG_UNREADABLE, AEX_E_CONFIG_INSECURE_URL.
 *  @since 4.0 */
AEX_API aex_code aex_settings_load(aex_settings** out, const aex_settings_options* given,
                                   aex_error** error);

/** Releases the object and wipes the key. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_settings_free(aex_settings* settings);

/** Writes the settings to the settings file, readable by its owner only, in one step.
 *  @return AEX_E_IO_FAILED, AEX_E_NO_SPACE.
 *  @since 4.0 */
AEX_API aex_code aex_settings_save(const aex_settings* settings, aex_error** error);

/** The path of the settings file.
 *  @since 4.0 */
AEX_API const char* aex_settings_path(const aex_settings* settings);

/** 1 if key, channel and region are set, which the cloud needs; else 0.
 *  @since 4.0 */
AEX_API int32_t aex_settings_has_credentials(const aex_settings* settings);

/** The API key itself. Never print it; aex_settings_row_value shows it masked.
 *  @since 4.0 */
AEX_API const char* aex_settings_api_key(const aex_settings* settings);

/** The channel; empty if not set.
 *  @since 4.0 */
AEX_API const char* aex_settings_channel(const aex_settings* settings);

/** The region; empty if not set.
 *  @since 4.0 */
AEX_API const char* aex_settings_region(const aex_settings* settings);

/** The base URL of the service, without a slash at the end.
 *  @since 4.0 */
AEX_API const char* aex_settings_global_api(const aex_settings* settings);

/** The PEM file of CAs; empty for the system's.
 *  @since 4.0 */
AEX_API const char* aex_settings_ca_file(const aex_settings* settings);

/** "auto", "v1" or "v2". Static.
 *  @since 4.0 */
AEX_API const char* aex_settings_package_format(const aex_settings* settings);

/** Messages less important than this are not told to the log hook.
 *  @since 4.0 */
AEX_API aex_log_level aex_settings_log_level(const aex_settings* settings);

/** The version that the service is told (API_EXT_VERSION).
 *  @since 4.0 */
AEX_API const char* aex_settings_extension_version(const aex_settings* settings);

/** How many rows a table of the settings has, one for each setting.
 *  @since 4.0 */
AEX_API size_t aex_settings_row_count(const aex_settings* settings);

/** The setting's name.
 *  @since 4.0 */
AEX_API const char* aex_settings_row_name(const aex_settings* settings, size_t index);

/** The setting's value as it may be shown: the key masked.
 *  @since 4.0 */
AEX_API const char* aex_settings_row_value(const aex_settings* settings, size_t index);

/** Where the value came from, e.g. "environment (AEX_CA_FILE)".
 *  @since 4.0 */
AEX_API const char* aex_settings_row_origin(const aex_settings* settings, size_t index);

#ifdef __cplusplus
}
#endif
#endif
