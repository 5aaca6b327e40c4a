/** The backend that speaks to the Atlas Explorer service, or to a gateway of one's own. */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cloud/transfer.hpp"
#include "job/backend.hpp"
#include "os/clock.hpp"

namespace aex::cloud {

class Cloud final : public job::Backend {
 public:
  /** Borrows all but the settings. No request is made before the first verb needs one. */
  Cloud(config::Settings settings, net::Transport& transport, os::Files& files, Entropy& entropy,
        os::Clock& clock = os::system_clock())
      : api_(std::move(settings), transport, clock, entropy),
        files_(files),
        entropy_(entropy),
        clock_(clock) {}

  const char* name() const override { return "cloud"; }
  Result<std::vector<package::Core>> cores(Control& control) override;
  Status submit(const package::Manifest& manifest, job::Job& job, Control& control) override;
  bool works_in_poll() const override { return false; }
  void expect(const job::Job& job) override;
  Result<job::State> poll(job::Job& job, Control& control) override;
  Result<report::ResultsDir> collect(job::Job& job, Control& control) override;
  Status cancel(job::Job& job) override;

  Api& api() { return api_; }
  /** What is known of the gateway: nobody asks again for what stands here. */
  Gateway& known() { return gateway_; }

 private:
  /** The gateway, with all that is not known yet asked for. */
  Result<const Gateway*> gateway(Control& control);
  /** From a manifest to a sealed package beside the journal. */
  Status seal(const package::Manifest& manifest, job::Job& job, Control& control);
  /** Uploads the sealed package. */
  Status deliver(job::Job& job, Control& control);
  /** Did the service take the package of a sealed job? Asks for as long as it may take to tell. */
  Result<bool> was_accepted(job::Job& job, Control& control);
  /** Signs the status URL of a job anew. */
  Status renew_status_url(job::Job& job, Control& control);
  /** Asks, with a fresh URL if the old one is refused. */
  Result<RunStatus> ask(job::Job& job, Control& control);
  /** Derives the key of the expected result. */
  void prepare_key();
  Result<package::SealedResult> fetch(job::Job& job, const std::string& path, Control& control);

  Api api_;
  os::Files& files_;
  Entropy& entropy_;
  os::Clock& clock_;
  Gateway gateway_;
  Secret expected_; /**< password of a result that may come as v1 */
  package::PasswordKey key_;
};

}  // namespace aex::cloud
