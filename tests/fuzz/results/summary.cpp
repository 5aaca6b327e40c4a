/* summary.json, and what is read out of it. */
#include "fuzz/target.hpp"
#include "report/report.hpp"
#include "support/memory_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  aex::testing::MemoryFiles files;
  files.contents["summary.json"] = aex::Bytes(bytes, bytes + size);
  const auto report = aex::report::Report::open(files, "summary.json");
  if (!report.ok()) return 0;
  (void)report.value().total_cycles();
  (void)report.value().total_instructions();
  for (const aex::report::WorkloadEnd& end : report.value().workloads()) {
    if (end.output.find("/../") != std::string::npos) __builtin_trap();
  }
  for (const aex::report::Metric& metric : report.value().metrics()) {
    if (report.value().find(metric.name) == nullptr) __builtin_trap();
  }
  return 0;
}
