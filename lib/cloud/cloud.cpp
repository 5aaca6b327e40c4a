#include "cloud/cloud.hpp"

#include <algorithm>

#include "cloud/expiry.hpp"
#include "net/retry.hpp"
#include "package/unpack.hpp"
#include "report/report.hpp"

namespace aex::cloud {
namespace {

bool offers_v2(const Capabilities& capabilities) {
  const std::vector<std::string>& formats = capabilities.package_formats;
  return std::find(formats.begin(), formats.end(), "v2") != formats.end();
}

/* Nothing is advertised by deployments that know v1 only. */
const package::PackageFormat& choose_format(config::PackageFormat wanted,
                                            const Capabilities& capabilities) {
  if (wanted == config::PackageFormat::v1) return package::kPackageV1;
  if (wanted == config::PackageFormat::v2) return package::kPackageV2;
  return offers_v2(capabilities) ? package::kPackageV2 : package::kPackageV1;
}

/* 429 and 503 say that the store did not take it; a connection that breaks says nothing. */
bool may_have_arrived(const Error& error) {
  if (error.code() == Code::transfer_broken) return true;
  return error.code() == Code::gateway_busy && error.http_status() != 429 &&
         error.http_status() != 503;
}

/** Code::report_malformed for a result whose summary cannot be read. */
Result<report::ResultsDir> read_unpacked(os::Files& files, const std::string& root) {
  Result<report::ResultsDir> results = report::find_results(files, root);
  if (!results.ok()) {
    if (results.error().code() != Code::report_missing) return results;
    return Error(Code::report_malformed, {"of the result, ", results.error().detail()});
  }
  AEX_TRY(const report::Report report, report::Report::open(files, results.value().summary));
  return results;
}

}  // namespace

Result<std::vector<package::Core>> Cloud::cores(Control& control) {
  AEX_TRY(const Gateway* gateway, this->gateway(control));
  return gateway->latest()->cores;
}

Status Cloud::submit(const package::Manifest& manifest, job::Job& job, Control& control) {
  if (job.state == job::State::sealed) {
    AEX_TRY(const bool is_accepted, was_accepted(job, control));
    if (is_accepted) return {};
  } else {
    AEX_CHECK(seal(manifest, job, control));
  }
  return deliver(job, control);
}

Status Cloud::seal(const package::Manifest& manifest, job::Job& job, Control& control) {
  const config::Settings& settings = api_.settings();
  AEX_TRY(const Gateway* gateway, this->gateway(control));
  const Capabilities& capabilities = *gateway->latest();
  const package::PackageFormat& format = choose_format(settings.package_format, capabilities);

  AEX_TRY(const Ticket ticket, api_.create_ticket(gateway->endpoint, manifest, control));
  AEX_TRY(const crypto::PublicKey key, crypto::PublicKey::from_pem(ticket.public_key_pem));
  AEX_TRY(const package::Bundle bundle, package::bundle(manifest, settings.api_key, files_,
                                                        unsigned(settings.limits.max_threads)));
  AEX_TRY(package::SealedBundle sealed,
          package::seal(bundle, key, format, files_.unsynced(),
                        os::join(job.directory, job::kPackageName), entropy_, control));
  job.otp = manifest.otp;
  job.package_url = ticket.package_url;
  job.status_url = ticket.status_url;
  job.only_v2_results = offers_v2(capabilities);
  job.state = job::State::sealed;
  sealed.keep();
  return job::save(files_, job, {sealed.path(), os::join(job.directory, job::kRecordName)});
}

Status Cloud::deliver(job::Job& job, Control& control) {
  AEX_TRY(package::SealedBundle sealed,
          package::reopen_sealed(os::join(job.directory, job::kPackageName), files_));
  sealed.keep();
  const std::uint64_t max_tries = api_.settings().patience.max_tries;
  for (std::uint64_t tries = 1;; ++tries) {
    const auto uploaded =
        upload(sealed, job.package_url, api_.transport(), files_, control, &api_.retrier());
    if (uploaded.ok()) return {};
    if (!may_have_arrived(uploaded.error()) || tries >= max_tries) return uploaded.error();
    AEX_TRY(const bool is_accepted, was_accepted(job, control));
    if (is_accepted) return {};
  }
}

void Cloud::expect(const job::Job& job) { expected_ = job.only_v2_results ? Secret() : job.otp; }

void Cloud::expect_nothing() {
  expected_.clear();
  key_.clear();
}

/* Without it the result is opened all the same, only later. */
void Cloud::prepare_key() {
  if (expected_.empty() || key_.is_of(expected_, package::kResultV1.version)) return;
  (void)key_.derive(expected_, package::kResultV1, entropy_).ok();
}

Result<job::State> Cloud::poll(job::Job& job, Control& control) {
  Result<RunStatus> asked = ask(job, control);
  if (!asked.ok()) {
    if (!asked.error().retryable()) expect_nothing();
    return asked.error();
  }
  RunStatus status = std::move(asked).value();
  job::Job next = job;
  next.state = status.state;
  if (next.state == job::State::running) ++next.running_answers;
  next.result_url = std::move(status.result_url);
  // A state that is not written down must not be believed: the next process would not know it.
  if (next.state != job.state) AEX_CHECK(job::note(files_, next));
  job = std::move(next);
  return job.state;
}

Result<report::ResultsDir> Cloud::collect(job::Job& job, Control& control) {
  if (job.state != job::State::ready) return Error(Code::job_not_ready, job.name);
  const config::Limits& limits = api_.settings().limits;
  const std::string root = os::join(job.directory, job.name);
  const std::string archive = root + ".tar.gz";
  const package::Accept accept =
      job.only_v2_results ? package::Accept::v2_only : package::Accept::any;
  // It was renamed to its name when it was whole, which does not say that it was good.
  Result<report::ResultsDir> before = read_unpacked(files_, root);
  if (before.ok()) return before;

  AEX_TRY(const package::SealedResult& sealed, fetch(job, archive + ".sealed", control));
  AEX_TRY(const package::ResultBundle& bundle,
          package::open(sealed, job.otp, accept, files_, archive, control, &key_));
  expect_nothing();
  AEX_CHECK(files_.remove_tree(root));
  AEX_CHECK(
      package::unpack_result(bundle, job.name,
                             {limits.max_result_bytes, limits.max_result_members,
                              os::Access::shared, limits.max_result_ratio, limits.max_threads},
                             files_, control));
  return read_unpacked(files_, root);
}

Status Cloud::cancel(job::Job&) {
  return {};  // The protocol has no word for it: the service runs to its end.
}

Result<bool> Cloud::was_accepted(job::Job& job, Control& control) {
  const config::Patience& patience = api_.settings().patience;
  const std::uint64_t began_ms = clock_.now_ms();
  for (std::uint64_t pause_ms = patience.poll_first_ms;; pause_ms *= 2) {
    const Result<RunStatus> status = ask(job, control);
    AEX_CHECK(control.check());
    const std::uint64_t waited_ms = clock_.now_ms() - began_ms;
    const bool is_told = waited_ms >= patience.acceptance_ms;
    if (status.ok()) {
      if (status.value().state != job::State::submitted) return true;
      if (is_told) return false;
    } else if (status.error().code() == Code::job_unknown) {
      if (is_told) return false;
    } else if (!status.error().retryable()) {
      return true;  // Somebody wrote a status, good or bad: the next poll tells which.
    } else if (is_told) {
      return status.error();
    }
    AEX_CHECK(net::pause(std::min(pause_ms, patience.acceptance_ms - waited_ms), Stage::poll,
                         clock_, control));
  }
}

Status Cloud::renew_status_url(job::Job& job, Control& control) {
  AEX_TRY(const Gateway* gateway, this->gateway(control));
  package::Manifest known;
  known.name = job.name;
  known.uuid = job.uuid;
  known.core.name = job.core;
  AEX_TRY(Ticket ticket, api_.create_ticket(gateway->endpoint, known, control));
  job.status_url = std::move(ticket.status_url);
  return job::note(files_, job);
}

Result<RunStatus> Cloud::ask(job::Job& job, Control& control) {
  const bool has_begun = job.state == job::State::running || job.state == job::State::ready;
  const bool is_expected = !expected_.empty() && expected_.reveal() == job.otp.reveal();
  std::function<void()> meanwhile;
  if (is_expected) meanwhile = [this] { prepare_key(); };
  Result<RunStatus> status =
      ask_status(job.status_url, has_begun, api_.transport(), control, &api_.retrier(), meanwhile);
  const bool is_refused = !status.ok() && status.error().code() == Code::job_unknown &&
                          status.error().http_status() != 0;
  if (!is_refused && !has_expired(job.status_url, clock_.unix_ms())) return status;
  if (status.ok() && status.value().state != job::State::submitted) return status;
  if (!renew_status_url(job, control).ok()) return status;
  return ask_status(job.status_url, has_begun, api_.transport(), control, &api_.retrier());
}

Result<package::SealedResult> Cloud::fetch(job::Job& job, const std::string& path,
                                           Control& control) {
  const std::uint64_t max_bytes = api_.settings().limits.max_result_bytes;
  Result<package::SealedResult> got =
      download(job.result_url, max_bytes, api_.transport(), files_, path, control, &api_.retrier());
  if (got.ok() || got.error().code() != Code::download_refused) return got;
  AEX_TRY(RunStatus status, ask(job, control));  // Its URL may have expired.
  if (status.state != job::State::ready) return got;
  job.result_url = std::move(status.result_url);
  return download(job.result_url, max_bytes, api_.transport(), files_, path, control,
                  &api_.retrier());
}

Result<const Gateway*> Cloud::gateway(Control& control) {
  if (gateway_.endpoint.empty()) {
    AEX_TRY(gateway_.endpoint, api_.find_gateway(control));
  }
  if (!gateway_.has_worker) AEX_CHECK(api_.check_worker(gateway_.endpoint, control));
  gateway_.has_worker = true;
  if (gateway_.capabilities.empty()) {
    AEX_TRY(gateway_.capabilities, api_.capabilities(gateway_.endpoint, control));
  }
  if (gateway_.latest() != nullptr) return &gateway_;
  gateway_.capabilities.clear();
  return Error(Code::gateway_answer_invalid, {gateway_.endpoint, " offers no version 'latest'"});
}

}  // namespace aex::cloud
