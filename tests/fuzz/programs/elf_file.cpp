/* ELF files: headers, sections, symbols, notes, attributes, and the survey of it all. */
#include "analysis/survey/survey.hpp"
#include "elf/workload.hpp"
#include "fuzz/target.hpp"
#include "support/memory_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  aex::testing::MemoryFiles files;
  files.contents["a.elf"] = aex::Bytes(bytes, bytes + size);
  (void)aex::analysis::survey(files, "a.elf", UINT64_MAX);
  auto file = files.open("a.elf");
  if (file.ok()) (void)aex::elf::check_workload(*file.value(), "a.elf", 64);
  return 0;
}
