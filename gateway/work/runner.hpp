/** One experiment in the gateway, from its sealed package to its sealed result. */
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/control.hpp"
#include "base/entropy.hpp"
#include "base/secret.hpp"
#include "crypto/rsa.hpp"
#include "gateway/store/experiments.hpp"
#include "gateway/work/key_mill.hpp"
#include "gateway/work/simulator.hpp"
#include "gateway/work/submission.hpp"
#include "package/envelope/wire_format.hpp"

namespace aex::gateway {

struct RunnerOptions {
  Secret private_pem;
  std::vector<package::Core> cores;
  package::ResultFormat result_format = package::kResultV2;
  std::uint64_t max_unpacked_bytes = 0;
  unsigned key_threads = 1;
};

/** Any number of threads may run one experiment each. */
class Runner {
 public:
  Runner(os::Files& files, Entropy& entropy, Simulator& simulator, const Experiments& experiments,
         RunnerOptions options)
      : files_(files),
        entropy_(entropy),
        simulator_(simulator),
        experiments_(experiments),
        options_(std::move(options)),
        mill_(options_.key_threads) {}

  /** Leaves the sealed result, which need not be on the disk yet, in the experiment's folder, or
   * nothing and an error. */
  Status run(const Experiment& experiment, Control& control) const;

 private:
  /** From the workloads to the packed reports. */
  Status simulate(const Experiment& experiment, const Submission& submission,
                  const std::string& archive, Control& control) const;
  Status unpack(const Experiment& experiment, const std::string& into, Control& control) const;
  /** A key that no other thread uses: blinding writes to it. It comes back for the next. */
  Result<crypto::PrivateKey> take_key() const;
  void give_back(crypto::PrivateKey key) const;

  os::Files& files_;
  Entropy& entropy_;
  Simulator& simulator_;
  const Experiments& experiments_;
  RunnerOptions options_;
  mutable std::mutex mutex_;
  mutable std::vector<crypto::PrivateKey> keys_;
  mutable KeyMill mill_;
};

}  // namespace aex::gateway
