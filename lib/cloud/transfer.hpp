/** Stages 5, 6 and 7: what goes over signed URLs, never with the API key. */
#pragma once

#include "cloud/api.hpp"
#include "job/job.hpp"
#include "net/http.hpp"
#include "package/sealed_bundle.hpp"
#include "package/sealed_result.hpp"

namespace aex::cloud {

/* Each is tried once without a retrier, and as its rule allows with one. */

/** Proof that the store took the package. */
struct Uploaded {
  std::uint64_t bytes = 0;
};

/** PUTs the sealed package; again only when it surely was not taken. Code::upload_refused,
 * Code::transfer_broken. */
Result<Uploaded> upload(const package::SealedBundle& sealed, const Secret& package_url,
                        net::Transport& transport, os::Files& files, Control& control,
                        net::Retrier* retrier = nullptr);

/** What the status URL says at the moment. */
struct RunStatus {
  job::State state = job::State::submitted;
  Secret result_url; /**< when ready */
};

/** GETs the status once. `has_begun` tells that a status was seen before: then 403, 404 or an
 *  empty answer mean trouble, otherwise "not yet". Code::job_failed, Code::job_unknown,
 *  Code::gateway_answer_invalid. A gateway may take its time: see
 *  net::Request::meanwhile. */
Result<RunStatus> ask_status(const Secret& status_url, bool has_begun, net::Transport& transport,
                             Control& control, net::Retrier* retrier = nullptr,
                             const std::function<void()>& meanwhile = nullptr);

/** GETs the encrypted result into `path`, which must not exist. Code::download_refused,
 *  Code::transfer_too_large. */
Result<package::SealedResult> download(const Secret& result_url, std::uint64_t max_bytes,
                                       net::Transport& transport, os::Files& files,
                                       const std::string& path, Control& control,
                                       net::Retrier* retrier = nullptr);

/* The same three, one at a time and not judged, for those who drive the protocol themselves. */

/** PUTs a file that was encrypted before. Code::seal_failed for one that plainly was not; else as
 *  upload(). */
Result<Uploaded> upload_file(const std::string& path, const Secret& package_url,
                             net::Transport& transport, os::Files& files, Control& control);

/** GETs what the status URL says, whatever its HTTP status. */
Result<RawAnswer> ask_raw_status(const Secret& status_url, net::Transport& transport,
                                 Control& control);

/** GETs a file as it is into `path`, which is replaced in one step; returns its size. Errors as
 *  download(). */
Result<std::uint64_t> download_file(const Secret& url, std::uint64_t max_bytes,
                                    net::Transport& transport, os::Files& files,
                                    const std::string& path, Control& control);

}  // namespace aex::cloud
