/* The journal of a job, as it may be found in a folder. */
#include <map>

#include "fuzz/target.hpp"
#include "job/job.hpp"
#include "support/memory_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  aex::testing::MemoryFiles files;
  files.contents["/e/.job.json"] = aex::Bytes(bytes, bytes + size);
  const auto job = aex::job::load(files, "/e");
  if (job.ok() && job.value().name.find('/') != std::string::npos) __builtin_trap();
  return 0;
}
