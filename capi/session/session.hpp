/** What a client shares with all that was made from it. */
#pragma once

#include <memory>
#include <mutex>

#include "atlasexplorer/client.h"
#include "capi/session/effects.hpp"
#include "cloud/cloud.hpp"

namespace aex::capi {

/** The backend of a client, its verbs one at a time: a connection is not for several threads. */
class Session final : public job::Backend {
 public:
  static Result<std::shared_ptr<Session>> open(const config::Settings& settings,
                                               const aex_client_options& options);

  const config::Settings& settings() const { return settings_; }

  const char* name() const override { return backend_->name(); }
  bool works_in_poll() const override { return backend_->works_in_poll(); }
  Result<std::vector<package::Core>> cores(Control& control) override;
  Status submit(const package::Manifest& manifest, job::Job& job, Control& control) override;
  Result<job::State> poll(job::Job& job, Control& control) override;
  Result<report::ResultsDir> collect(job::Job& job, Control& control) override;
  Status cancel(job::Job& job) override;

  /** The calls of the service; no other thread makes one while this object lives. */
  class Service {
   public:
    Service(std::mutex& mutex, cloud::Cloud& cloud) : lock_(mutex), cloud_(&cloud) {}
    cloud::Api* operator->() { return &cloud_->api(); }
    /** What is known of the gateway at `url`; nullptr if that is not this client's. */
    cloud::Gateway* known(const std::string& url) {
      return cloud_->known().endpoint == url ? &cloud_->known() : nullptr;
    }
    /** The gateway at `url` is this client's. */
    void learn(const std::string& url) {
      if (known(url) == nullptr) cloud_->known() = {url, {}, false};
    }

   private:
    std::unique_lock<std::mutex> lock_;
    cloud::Cloud* cloud_;
  };
  /** Code::unsupported with the local backend. */
  Result<Service> service();
  /** Brings what lies at a signed URL into a file. Code::unsupported with the local backend. */
  Result<std::uint64_t> download(const Secret& url, const std::string& path, Control& control);

 private:
  Status open_cloud(const aex_client_options& options);
  Status open_local(const aex_client_options& options);

  Log log(const aex_client_options& options);

  std::mutex mutex_;
  aex_log_hook log_hook_ = nullptr;
  void* log_payload_ = nullptr;
  config::Settings settings_;
  std::unique_ptr<net::Transport> transport_;
  std::unique_ptr<job::Backend> backend_;
  cloud::Cloud* cloud_ = nullptr;
};

}  // namespace aex::capi
