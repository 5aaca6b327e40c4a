/** The backend that speaks to the Atlas Explorer service, or to a gateway of one's own. */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cloud/api.hpp"
#include "job/backend.hpp"

namespace aex::cloud {

class Cloud final : public job::Backend {
 public:
  /** Borrows all but the settings. No request is made before the first verb needs one. */
  Cloud(config::Settings settings, net::Transport& transport, os::Files& files, Entropy& entropy)
      : api_(std::move(settings), transport), files_(files), entropy_(entropy) {}

  const char* name() const override { return "cloud"; }
  Result<std::vector<package::Core>> cores(Control& control) override;
  Status submit(const package::Manifest& manifest, job::Job& job, Control& control) override;
  bool works_in_poll() const override { return false; }
  Result<job::State> poll(job::Job& job, Control& control) override;
  Result<report::ResultsDir> collect(job::Job& job, Control& control) override;
  Status cancel(job::Job& job) override;

  Api& api() { return api_; }
  /** What is known of the gateway: nobody asks again for what stands here. */
  Gateway& known() { return gateway_; }

 private:
  /** The gateway, with all that is not known yet asked for. */
  Result<const Gateway*> gateway(Control& control);

  Api api_;
  os::Files& files_;
  Entropy& entropy_;
  Gateway gateway_;
};

}  // namespace aex::cloud
