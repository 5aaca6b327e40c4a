#include "cloud/cloud.hpp"

#include <algorithm>

#include "cloud/transfer.hpp"
#include "package/unpack.hpp"

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

}  // namespace

Result<std::vector<package::Core>> Cloud::cores(Control& control) {
  AEX_TRY(const Gateway* gateway, this->gateway(control));
  return gateway->latest()->cores;
}

Status Cloud::submit(const package::Manifest& manifest, job::Job& job, Control& control) {
  const config::Settings& settings = api_.settings();
  AEX_TRY(const Gateway* gateway, this->gateway(control));
  const Capabilities& capabilities = *gateway->latest();
  const package::PackageFormat& format = choose_format(settings.package_format, capabilities);

  AEX_TRY(const Ticket ticket, api_.create_ticket(gateway->endpoint, manifest, control));
  AEX_TRY(const crypto::PublicKey key, crypto::PublicKey::from_pem(ticket.public_key_pem));
  AEX_TRY(const package::Bundle bundle, package::bundle(manifest, settings.api_key, files_));
  AEX_TRY(const package::SealedBundle sealed,
          package::seal(bundle, key, format, files_, os::join(job.directory, "workload.exp"),
                        entropy_, control));
  AEX_CHECK(upload(sealed, ticket.package_url, api_.transport(), files_, control));

  job.otp = manifest.otp;
  job.status_url = ticket.status_url;
  job.only_v2_results = offers_v2(capabilities);
  return {};
}

Result<job::State> Cloud::poll(job::Job& job, Control& control) {
  const bool has_begun = job.state != job::State::submitted;
  AEX_TRY(RunStatus status, ask_status(job.status_url, has_begun, api_.transport(), control));
  job.state = status.state;
  if (job.state == job::State::running) ++job.running_answers;
  job.result_url = std::move(status.result_url);
  return job.state;
}

Result<report::ResultsDir> Cloud::collect(job::Job& job, Control& control) {
  if (job.state != job::State::ready) return Error(Code::job_not_ready, job.name);
  const config::Limits& limits = api_.settings().limits;
  const std::string archive = os::join(job.directory, job.name + ".tar.gz");
  const package::Accept accept =
      job.only_v2_results ? package::Accept::v2_only : package::Accept::any;

  AEX_TRY(const package::SealedResult sealed,
          download(job.result_url, limits.max_result_bytes, api_.transport(), files_,
                   archive + ".sealed", control));
  AEX_TRY(const package::ResultBundle bundle,
          package::open(sealed, job.otp, accept, files_, archive, control));
  AEX_CHECK(package::unpack_result(
      bundle, job.name, {limits.max_result_bytes, limits.max_result_members}, files_, control));
  return report::find_results(files_, os::join(job.directory, job.name));
}

Status Cloud::cancel(job::Job&) {
  return {};  // The protocol has no word for it: the service runs to its end.
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
  return Error(Code::gateway_answer_invalid, gateway_.endpoint + " offers no version 'latest'");
}

}  // namespace aex::cloud
