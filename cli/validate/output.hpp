/** A validation as tables or as JSON. */
#pragma once

#include <string>

#include "analysis/validation/validation.hpp"

namespace aex::cli {

/** What was compared. */
struct ValidatedResult {
  std::string root; /**< folder of the cloud's result */
  std::string core;
  std::string simulator; /**< that made it */
  std::vector<analysis::RecordedWorkload> workloads;
  analysis::Validation validation;
};

/** `shown_addresses`: how many that differ are listed of a workload. */
std::string validation_tables(const ValidatedResult& result, std::size_t shown_addresses);
/** One line. */
std::string validation_json(const ValidatedResult& result, std::size_t shown_addresses);

}  // namespace aex::cli
