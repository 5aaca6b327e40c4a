/** The texts of --help and docs/cli.md, made from the table in options.def. */
#pragma once

#include <string>

#include "cli/arguments.hpp"

namespace aex::cli {

/** What `atlasexplorer --help` prints. */
std::string command_help();
/** What `atlasexplorer VERB --help` prints. */
std::string verb_help(const Verb& verb);
/** docs/cli.md */
std::string reference();

/** One row of the table of exit statuses. Static. */
struct ExitStatus {
  int status;
  const char* text;
};
/** Ascending. */
const std::vector<ExitStatus>& exit_statuses();

}  // namespace aex::cli
