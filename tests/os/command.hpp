/** Runs other programs, to compare with what they make. */
#pragma once

#include <stdio.h>

#include <cstdlib>
#include <string>

namespace aex::os {

/** What `line` wrote to its standard output; `*status` (may be null) is its exit status. */
inline std::string run_command(const std::string& line, int* status = nullptr) {
  std::string out;
  FILE* const pipe = ::popen(line.c_str(), "r");
  if (pipe == nullptr) return out;
  char buffer[4096];
  std::size_t count = 0;
  while ((count = fread(buffer, 1, sizeof buffer, pipe)) > 0) out.append(buffer, count);
  const int outcome = ::pclose(pipe);
  if (status != nullptr) *status = outcome;
  return out;
}

inline bool has_command(const std::string& line) {
  int status = -1;
  run_command(line + " >/dev/null 2>&1", &status);
  return status == 0;
}

}  // namespace aex::os
