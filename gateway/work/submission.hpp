/** What an unpacked package asks for, checked. */
#pragma once

#include <string>
#include <vector>

#include "gateway/store/experiments.hpp"
#include "package/manifest.hpp"

namespace aex::gateway {

struct Submission {
  package::Manifest manifest;     /**< its otp included */
  std::string public_config_json; /**< config.json without API key and otp */
};

/** Reads `folder`/config.json and removes it, for it holds the otp; then checks that the package
 *  belongs to `experiment`, that its members are the workloads and nothing else, and that each is
 *  an ELF file for the core. Code::invalid_argument, Code::core_unknown, Code::workload_*,
 *  Code::elf_*. */
Result<Submission> read_submission(os::Files& files, const std::string& folder,
                                   const Experiment& experiment,
                                   const std::vector<package::Core>& cores,
                                   std::uint64_t max_workload_bytes);

}  // namespace aex::gateway
