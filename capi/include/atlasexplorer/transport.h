/** HTTP by the host program: for those that bring their own client, proxy or test double. */
#ifndef ATLASEXPLORER_TRANSPORT_H
#define ATLASEXPLORER_TRANSPORT_H

#include "atlasexplorer/conventions.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A request to be sent and the response to be filled; both live for one call of `perform`.
 *  @since 4.0 */
typedef struct aex_http_request aex_http_request;
typedef struct aex_http_response aex_http_response;

/** Sends one request and fills the response: its status first, then headers, then the body.
 *  Any HTTP status is AEX_OK. Do not follow redirects: the library decides about them, so that a
 *  key never reaches another host. Verify the host's certificate.
 *  @return AEX_OK; else AEX_E_GATEWAY_UNREACHABLE, AEX_E_TLS_UNTRUSTED, AEX_E_TRANSFER_BROKEN or
 *          whatever code a function below has given, at best after aex_http_response_fail.
 *  @since 4.0 */
typedef aex_code (*aex_http_perform)(aex_http_request* request, aex_http_response* response,
                                     void* payload);

/** A transport. The client copies it; requests come one at a time.
 *  @since 4.0 */
typedef struct aex_transport {
  uint32_t struct_size;
  uint32_t flags; /**< 0: none is defined yet */
  aex_http_perform perform;
  void (*release)(void* payload); /**< NULL, or called once when nobody needs the payload */
  void* payload;
} aex_transport;
#define AEX_TRANSPORT_INIT \
  { sizeof(aex_transport), 0, NULL, NULL, NULL }

/** "GET", "POST" or "PUT". Static.
 *  @since 4.0 */
AEX_API const char* aex_http_request_method(const aex_http_request* request);

/** The whole URL. Its query may be a signature: do not log it.
 *  @since 4.0 */
AEX_API const char* aex_http_request_url(const aex_http_request* request);

/** How many headers are to be sent, besides Host and Content-Length.
 *  @since 4.0 */
AEX_API size_t aex_http_request_header_count(const aex_http_request* request);

/** A header's name.
 *  @since 4.0 */
AEX_API const char* aex_http_request_header_name(const aex_http_request* request, size_t index);

/** A header's value. It may be the API key: do not log it.
 *  @since 4.0 */
AEX_API const char* aex_http_request_header_value(const aex_http_request* request, size_t index);

/** The length of the body, to be sent as Content-Length; never use chunked encoding.
 *  @since 4.0 */
AEX_API uint64_t aex_http_request_body_bytes(const aex_http_request* request);

/** Reads the next part of the body, at most `capacity` bytes; *out becomes 0 at its end. Tells of
 *  progress.
 *  @return AEX_E_CANCELLED, AEX_E_TIMEOUT: give up; AEX_E_IO_FAILED.
 *  @since 4.0 */
AEX_API aex_code aex_http_request_read(size_t* out, aex_http_request* request, void* buffer,
                                       size_t capacity, aex_error** error);

/** Succeeds while the request is still wanted; tells of progress. Call it at least every 200 ms
 *  while you wait.
 *  @return AEX_E_CANCELLED, AEX_E_TIMEOUT: give up.
 *  @since 4.0 */
AEX_API aex_code aex_http_request_check(aex_http_request* request, aex_error** error);

/** Sets the status, 100 to 999.
 *  @since 4.0 */
AEX_API aex_code aex_http_response_set_status(aex_http_response* response, int32_t status,
                                              aex_error** error);

/** Adds a header.
 *  @since 4.0 */
AEX_API aex_code aex_http_response_add_header(aex_http_response* response, const char* name,
                                              const char* value, aex_error** error);

/** Takes the next part of the body. Tells of progress.
 *  @return AEX_E_TRANSFER_TOO_LARGE, AEX_E_NO_SPACE, AEX_E_CANCELLED, AEX_E_TIMEOUT: give up.
 *  @since 4.0 */
AEX_API aex_code aex_http_response_write(aex_http_response* response, const void* bytes,
                                         size_t size, aex_error** error);

/** Says in one line why `perform` is about to fail. Leave out keys and queries.
 *  @since 4.0 */
AEX_API void aex_http_response_fail(aex_http_response* response, const char* detail);

#ifdef __cplusplus
}
#endif
#endif
