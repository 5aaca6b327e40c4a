/* Debug information: lists of sources, address to line, functions and inlined calls. */
#include "analysis/functions/function_index.hpp"
#include "analysis/hot/demangle.hpp"
#include "analysis/line_index.hpp"
#include "analysis/sources.hpp"
#include "fuzz/target.hpp"
#include "support/memory_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace aex::analysis;
  aex::testing::MemoryFiles files;
  files.contents["a.elf"] = aex::Bytes(bytes, bytes + size);
  (void)source_files(files, "a.elf");
  const auto lines = LineIndex::build(files, "a.elf");
  LineSpan span;
  if (lines.ok()) (void)lines.value().find(0x10000, &span);
  const auto functions = FunctionIndex::build(files, "a.elf");
  if (!functions.ok()) return 0;
  functions.value().scopes().each([&](std::uint64_t begin, std::uint64_t, ScopeId) {
    for (const Frame& frame : functions.value().chain(begin)) {
      (void)demangled(functions.value().name(frame.name));
    }
  });
  return 0;
}
