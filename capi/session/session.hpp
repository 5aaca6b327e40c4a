/** What a client shares with all that was made from it. */
#pragma once

#include <memory>
#include <mutex>

#include "atlasexplorer/client.h"
#include "cloud/cloud.hpp"
#include "experiment/run.hpp"

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
    Service(std::mutex& mutex, cloud::Api& api) : lock_(mutex), api_(&api) {}
    cloud::Api* operator->() { return api_; }

   private:
    std::unique_lock<std::mutex> lock_;
    cloud::Api* api_;
  };
  /** Code::unsupported with the local backend. */
  Result<Service> service();

 private:
  Status open_cloud(const aex_client_options& options);
  void open_local(const aex_client_options& options);

  Log log(const aex_client_options& options);

  std::mutex mutex_;
  aex_log_hook log_hook_ = nullptr;
  void* log_payload_ = nullptr;
  config::Settings settings_;
  std::unique_ptr<net::Transport> transport_;
  std::unique_ptr<job::Backend> backend_;
  cloud::Cloud* cloud_ = nullptr;
};

/** The real files, clock and randomness. */
experiment::Effects system_effects();

}  // namespace aex::capi
