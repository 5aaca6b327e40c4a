/* inst_counts.txt: what is understood must come back the same from what is written of it. */
#include "report/inst_counts.hpp"
#include "fuzz/target.hpp"
#include "support/memory_files.hpp"

namespace {

using namespace aex::report;

bool is_same(const InstructionCount& a, const InstructionCount& b) {
  return a.address == b.address && a.opcode == b.opcode && a.retired == b.retired;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  aex::testing::MemoryFiles files;
  files.contents["a.txt"] = aex::Bytes(bytes, bytes + size);
  const auto first = read_inst_counts(files, "a.txt");
  if (!first.ok()) return 0;
  aex::MemorySink written(64u << 20);
  if (!write_inst_counts(first.value(), arrange(first.value()), written).ok()) return 0;
  const aex::ByteView view(written.text());
  files.contents["b.txt"] = aex::Bytes(view.begin(), view.end());
  const auto second = read_inst_counts(files, "b.txt");
  if (!second.ok() || second.value().size() != first.value().size()) __builtin_trap();
  for (std::size_t i = 0; i < first.value().size(); ++i) {
    if (!is_same(first.value()[i], second.value()[i])) __builtin_trap();
  }
  return 0;
}
