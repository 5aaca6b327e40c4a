/** The folder of a finished experiment. */
#pragma once

#include <string>
#include <vector>

#include "os/files.hpp"

namespace aex::report {

/** Where a result lies: E/N/N/reports/… for an experiment N run in E. */
struct ResultsDir {
  std::string experiment;           /**< E/N: config.json, the tar.gz */
  std::string root;                 /**< E/N/N: reports and .experiment */
  std::string summary;              /**< …/reports/summary/summary.json */
  std::vector<std::string> reports; /**< every file below …/reports, sorted; summary included */
};

/** Finds the result in `directory`, which may be E/N or E/N/N. Code::report_missing. */
Result<ResultsDir> find_results(os::Files& files, const std::string& directory);

}  // namespace aex::report
