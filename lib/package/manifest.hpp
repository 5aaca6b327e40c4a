/** The description of an experiment: what its config.json says. */
#pragma once

#include <string>
#include <vector>

#include "base/entropy.hpp"
#include "base/secret.hpp"
#include "os/clock.hpp"
#include "package/core.hpp"
#include "package/workload.hpp"

namespace aex::package {

struct ReportRequest {
  std::string uuid; /**< "<date>_<uuid4>" */
  std::string elf;  /**< base name; empty for the summary */
  std::string name; /**< e.g. "loop_Instruction_Counts"; empty for the summary */
  std::string type; /**< "summary", "inst_counts" or "inst_trace" */
};

struct Manifest {
  std::string date; /**< "yymmdd_HHMMSS", local time */
  std::string name; /**< of the experiment, its folder, and the top folder of the result */
  std::string uuid; /**< "<date>_<uuid4>" */
  Core core;
  std::vector<Workload> workloads;
  std::vector<ReportRequest> reports;
  Secret otp; /**< encrypts the result; 32 printable ASCII characters */
  std::string extension_version;
};

/** A name that is fit for a folder and a header: 1 to 120 printable ASCII characters, no slash or
 *  backslash, not starting with '.' or '-' or a space, not ending in a space.
 *  Code::invalid_argument. */
Status check_name(const std::string& name);

/** "yymmdd_HHMMSS" */
std::string date_stamp(const os::LocalTime& time);

/** Describes an experiment: draws its uuids and its one-time password. */
Result<Manifest> describe(const std::string& name, const std::string& date, const Core& core,
                          std::vector<Workload> workloads, const std::string& extension_version,
                          Entropy& entropy);

/** config.json as it travels inside the encrypted package, key and password included. */
Result<Secret> config_json(const Manifest& manifest, const Secret& api_key);

/** config.json as it stays in the experiment's folder: the same with both left empty. */
Result<std::string> public_config_json(const Manifest& manifest);

}  // namespace aex::package
