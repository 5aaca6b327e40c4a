/** What is behind those opaque objects that more than one file looks into. */
#pragma once

#include <atomic>
#include <memory>

#include "capi/boundary.hpp"
#include "capi/session/session.hpp"

struct aex_settings {
  aex::config::Settings settings;
  std::vector<aex::config::Shown> rows;
  std::string path;
};

struct aex_client {
  std::shared_ptr<aex::capi::Session> session;
};

struct aex_job {
  aex_job(std::shared_ptr<aex::capi::Session> from, aex::job::Job made)
      : session(std::move(from)), job(std::move(made)) {}

  std::shared_ptr<aex::capi::Session> session;
  aex::job::Job job;
  std::atomic<bool> is_cancelled{false};
  bool is_given_up = false; /**< the backend knows that it was cancelled */
};

struct aex_report {
  aex::report::Report report;
  aex::report::ResultsDir files;
};

namespace aex::capi {

/** A core as C sees it. */
inline const aex_core* to_c(const package::Core& core) {
  return reinterpret_cast<const aex_core*>(&core);
}

}  // namespace aex::capi
