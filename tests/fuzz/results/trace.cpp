/* Instruction traces, plain or in compressed chunks: from the start, and from near the end. */
#include "fuzz/target.hpp"
#include "report/inst_trace.hpp"
#include "report/stf/reader.hpp"
#include "support/memory_files.hpp"

namespace {

constexpr int kMaxInstructions = 20'000;

void read_all(aex::os::Files& files, std::uint64_t last) {
  auto reader = aex::report::stf::TraceReader::open(files, "a.zstf");
  if (!reader.ok()) return;
  if (last != 0 && !reader.value().skip_towards_end(last).ok()) return;
  aex::report::stf::TracedInstruction instruction;
  for (int i = 0; i < kMaxInstructions; ++i) {
    const auto more = reader.value().next(instruction);
    if (!more.ok() || !more.value()) return;
    (void)aex::report::trace_line(instruction, "");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  aex::testing::MemoryFiles files;
  files.contents["a.zstf"] = aex::Bytes(bytes, bytes + size);
  read_all(files, 0);
  read_all(files, 3);
  return 0;
}
