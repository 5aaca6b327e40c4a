/** Stage 3: config.json and the workloads as one tar.gz that is never written down in clear. */
#pragma once

#include <vector>

#include "base/control.hpp"
#include "base/secret.hpp"
#include "base/stream.hpp"
#include "package/envelope/hybrid.hpp"
#include "package/manifest.hpp"

namespace aex::package {

/** A package that is yet to be streamed: its members are read when write_to() runs. */
class Bundle final : public Content {
 public:
  Bundle(os::Files& files, Secret config_json, std::vector<Workload> workloads,
         unsigned max_threads = 1)
      : files_(&files),
        config_json_(std::move(config_json)),
        workloads_(std::move(workloads)),
        max_threads_(max_threads) {}

  /** Streams the tar.gz. Code::workload_changed when a file is not as long as it was. */
  Status write_to(Sink& out, Control& control) const override;

 private:
  os::Files* files_;
  Secret config_json_;
  std::vector<Workload> workloads_;
  unsigned max_threads_;
};

/** The bundle of an experiment, which up to `max_threads` compress together. */
Result<Bundle> bundle(const Manifest& manifest, const Secret& api_key, os::Files& files,
                      unsigned max_threads = 1);

}  // namespace aex::package
