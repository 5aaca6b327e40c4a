/** The ELF files of an experiment, judged before anything else is done. */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "os/files.hpp"

namespace aex::package {

struct Workload {
  std::string path; /**< as given */
  std::string name; /**< base name: what it is called in the package */
  std::uint64_t size = 0;
  std::string absolute = {}; /**< the path against the working directory of the day; may be empty */

  /** Where to read it. */
  const std::string& file() const { return absolute.empty() ? path : absolute; }
};

/** Looks at each file's kind, size and headers, never at the whole file.
 *  Code::workload_missing, _not_a_file, _empty, _too_large, _duplicate; Code::elf_not_elf,
 *  _truncated, _wrong_machine, _malformed, _not_executable; Code::invalid_argument when there is
 *  none. */
Result<std::vector<Workload>> check_workloads(os::Files& files,
                                              const std::vector<std::string>& paths,
                                              std::uint64_t max_workload_bytes);

/** Code::elf_wrong_class unless every workload has the core's width. */
Status check_width(os::Files& files, const std::vector<Workload>& workloads, int xlen);

}  // namespace aex::package
