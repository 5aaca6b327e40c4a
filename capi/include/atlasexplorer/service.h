/** What the service tells besides cores: whether a key is good, channels, gateways, versions; and
 *  its calls one at a time, with the answers as they come, for programs that drive the protocol
 *  themselves. With the local backend every call here is AEX_E_UNSUPPORTED. */
#ifndef ATLASEXPLORER_SERVICE_H
#define ATLASEXPLORER_SERVICE_H

#include "atlasexplorer/conventions.h"
#include "atlasexplorer/progress.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Channels with their regions. @since 4.0 */
typedef struct aex_channels aex_channels;
/** A gateway that the service named. @since 4.0 */
typedef struct aex_gateway aex_gateway;
/** An answer of the service, whatever its HTTP status. @since 4.0 */
typedef struct aex_answer aex_answer;
/** What a gateway can do. @since 4.0 */
typedef struct aex_capabilities aex_capabilities;

/** Asks whether the API key is valid: *out becomes 1 or 0.
 *  @return AEX_E_CONFIG_MISSING, AEX_E_GATEWAY_UNREACHABLE or another code of 2xx.
 *  @since 4.0 */
AEX_API aex_code aex_client_check_key(int32_t* out, aex_client* client,
                                      const aex_call_options* options, aex_error** error);

/** Lists the channels that the API key may use.
 *  @return AEX_E_NOT_AUTHORISED or another code of 1xx and 2xx.
 *  @since 4.0 */
AEX_API aex_code aex_client_channels(aex_channels** out, aex_client* client,
                                     const aex_call_options* options, aex_error** error);

/** Releases the list. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_channels_free(aex_channels* channels);

/** How many channels there are.
 *  @since 4.0 */
AEX_API size_t aex_channels_count(const aex_channels* channels);

/** The channel's name.
 *  @since 4.0 */
AEX_API const char* aex_channels_name(const aex_channels* channels, size_t index);

/** How many regions the channel has.
 *  @since 4.0 */
AEX_API size_t aex_channels_region_count(const aex_channels* channels, size_t index);

/** A region of the channel.
 *  @since 4.0 */
AEX_API const char* aex_channels_region(const aex_channels* channels, size_t index, size_t region);

/** Finds the gateway of the settings' channel and region.
 *  @return AEX_E_GATEWAY_UNKNOWN, AEX_E_NOT_AUTHORISED or another code of 1xx and 2xx.
 *  @since 4.0 */
AEX_API aex_code aex_client_gateway(aex_gateway** out, aex_client* client,
                                    const aex_call_options* options, aex_error** error);

/** Releases the object. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_gateway_free(aex_gateway* gateway);

/** The gateway's base URL, without a slash at the end.
 *  @since 4.0 */
AEX_API const char* aex_gateway_url(const aex_gateway* gateway);

/** Succeeds if the gateway can run experiments at the moment.
 *  @return AEX_E_SERVICE_DOWN or another code of 2xx.
 *  @since 4.0 */
AEX_API aex_code aex_gateway_check_worker(aex_gateway* gateway, const aex_call_options* options,
                                          aex_error** error);

/** Asks the gateway what it can do, one entry for each tools version.
 *  @return AEX_E_GATEWAY_ANSWER_INVALID or another code of 2xx.
 *  @since 4.0 */
AEX_API aex_code aex_gateway_capabilities(aex_capabilities** out, aex_gateway* gateway,
                                          const aex_call_options* options, aex_error** error);

/** Releases the object with all its cores. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_capabilities_free(aex_capabilities* capabilities);

/** How many entries there are.
 *  @since 4.0 */
AEX_API size_t aex_capabilities_count(const aex_capabilities* capabilities);

/** The entry's tools version: "latest" or the name of a release.
 *  @since 4.0 */
AEX_API const char* aex_capabilities_version(const aex_capabilities* capabilities, size_t index);

/** How many cores the entry offers.
 *  @since 4.0 */
AEX_API size_t aex_capabilities_core_count(const aex_capabilities* capabilities, size_t index);

/** A core of the entry; NULL beyond the end.
 *  @since 4.0 */
AEX_API const aex_core* aex_capabilities_core(const aex_capabilities* capabilities, size_t index,
                                              size_t core);

/** How many package formats the entry says that it takes; 0 when it does not say.
 *  @since 4.0 */
AEX_API size_t aex_capabilities_format_count(const aex_capabilities* capabilities, size_t index);

/** A package format, e.g. "v2".
 *  @since 4.0 */
AEX_API const char* aex_capabilities_format(const aex_capabilities* capabilities, size_t index,
                                            size_t format);

/** A gateway by its base URL: https, or http to loopback. Makes no request.
 *  @return AEX_E_CONFIG_INSECURE_URL, AEX_E_INVALID_ARGUMENT.
 *  @since 4.0 */
AEX_API aex_code aex_gateway_at(aex_gateway** out, aex_client* client, const char* url,
                                aex_error** error);

/** Releases the answer and wipes it: it may hold signed URLs. Takes NULL.
 *  @since 4.0 */
AEX_API void aex_answer_free(aex_answer* answer);

/** The HTTP status.
 *  @since 4.0 */
AEX_API int32_t aex_answer_http_status(const aex_answer* answer);

/** The body, up to its first NUL. Signed URLs in it are as good as keys: do not log them.
 *  @since 4.0 */
AEX_API const char* aex_answer_text(const aex_answer* answer);

/** GET /dataworkerstatus, as aex_gateway_check_worker judges it.
 *  @return AEX_E_GATEWAY_UNREACHABLE or another code of 2xx; no HTTP status is an error.
 *  @since 4.0 */
AEX_API aex_code aex_gateway_ask_worker(aex_answer** out, aex_gateway* gateway,
                                        const aex_call_options* options, aex_error** error);

/** GET /cloudcaps, as aex_gateway_capabilities reads it.
 *  @return as aex_gateway_ask_worker.
 *  @since 4.0 */
AEX_API aex_code aex_gateway_ask_capabilities(aex_answer** out, aex_gateway* gateway,
                                              const aex_call_options* options, aex_error** error);

/** POST /createsignedurls: where to put the package of an experiment, for which public key, and
 *  where its status will be.
 *  @return as aex_gateway_ask_worker.
 *  @since 4.0 */
AEX_API aex_code aex_gateway_ask_signed_urls(aex_answer** out, aex_gateway* gateway,
                                             const char* uuid, const char* name, const char* core,
                                             const aex_call_options* options, aex_error** error);

/** PUTs an encrypted file (aex_file_seal) to a signed URL, without the API key.
 *  @return AEX_E_SEAL_FAILED for a file that plainly is not encrypted; AEX_E_UPLOAD_REFUSED or
 *          another code of 2xx and 5xx.
 *  @since 4.0 */
AEX_API aex_code aex_client_upload(aex_client* client, const char* url, const char* path,
                                   const aex_call_options* options, aex_error** error);

/** GETs a signed status URL, without the API key. Until the first status is written the object
 *  store answers with 403, 404 or a body that is no JSON.
 *  @return as aex_gateway_ask_worker.
 *  @since 4.0 */
AEX_API aex_code aex_client_ask_status(aex_answer** out, aex_client* client, const char* url,
                                       const aex_call_options* options, aex_error** error);

/** GETs what lies at a signed URL into a file, which is replaced in one step, without the API key.
 *  @return AEX_E_DOWNLOAD_REFUSED, AEX_E_TRANSFER_TOO_LARGE or another code of 2xx and 5xx.
 *  @since 4.0 */
AEX_API aex_code aex_client_download(aex_client* client, const char* url, const char* path,
                                     const aex_call_options* options, aex_error** error);

#ifdef __cplusplus
}
#endif
#endif
