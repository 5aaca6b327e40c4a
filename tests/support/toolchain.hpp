/** Compilers and the tools that judge their output, where this machine has them. */
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

namespace aex::testing {

struct CommandResult {
  int status = -1;
  std::string output; /**< of both streams */
  bool ok() const { return status == 0; }
};

/** Runs a line of shell in `folder`. */
inline CommandResult run_command(const std::string& folder, const std::string& command) {
  CommandResult result;
  const std::string line = "cd '" + folder + "' && { " + command + "; } 2>&1";
  FILE* const pipe = ::popen(line.c_str(), "r");
  if (pipe == nullptr) return result;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    result.output.append(buffer, n);
  }
  result.status = ::pclose(pipe);
  return result;
}

/** The first of the tools that is there; empty if none is. */
inline std::string find_tool(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (run_command("/", "command -v " + name).ok()) return name;
  }
  return "";
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace aex::testing
