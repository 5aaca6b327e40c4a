#include "report/trace_counts.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "report/stf/reader.hpp"
#include "report/stf/tags.hpp"

namespace aex::report {
namespace {

using stf::TracedInstruction;

constexpr std::size_t kMaxAddresses = std::size_t{4} << 20;

/* The long texts come later, when it is known how many there are. */
struct Seen {
  std::uint64_t retired = 0;
  std::uint64_t taken = 0;
  std::uint32_t opcode = 0;
  std::uint8_t size = 4;
  bool accesses_memory = false;
};

using SeenByAddress = std::unordered_map<std::uint64_t, Seen>;

void note(const TracedInstruction& instruction, SeenByAddress& seen) {
  Seen& one = seen[instruction.pc];
  if (one.retired == 0) {
    one.opcode = instruction.opcode;
    one.size = instruction.size;
  }
  ++one.retired;
  if (instruction.target) ++one.taken;
  if (!instruction.accesses.empty()) one.accesses_memory = true;
}

std::vector<InstructionCount> sorted(const SeenByAddress& seen) {
  std::vector<InstructionCount> counts;
  counts.reserve(seen.size());
  for (const auto& entry : seen) {
    InstructionCount count;
    count.address = entry.first;
    count.opcode = entry.second.opcode;
    count.size = entry.second.size;
    count.retired = entry.second.retired;
    count.taken = entry.second.taken;
    count.accesses_memory = entry.second.accesses_memory;
    counts.push_back(std::move(count));
  }
  std::sort(counts.begin(), counts.end(),
            [](const auto& a, const auto& b) { return a.address < b.address; });
  return counts;
}

}  // namespace

bool is_trace(os::Files& files, const std::string& path) {
  Result<std::unique_ptr<os::ReadFile>> file = files.open(path);
  if (!file.ok()) return false;
  std::uint8_t magic[stf::kMagicBytes] = {};
  const Result<std::size_t> count = read_full(*file.value(), magic, sizeof magic);
  if (!count.ok() || count.value() < sizeof magic) return false;
  return std::memcmp(magic, stf::kChunkedMagic, sizeof magic) == 0 ||
         magic[0] == stf::kTagIdentifier;
}

Result<std::vector<InstructionCount>> count_trace(os::Files& files, const std::string& path) {
  AEX_TRY(stf::TraceReader reader, stf::TraceReader::open(files, path));
  SeenByAddress seen;
  TracedInstruction instruction;
  for (;;) {
    AEX_TRY(const bool is_there, reader.next(instruction));
    if (!is_there) return sorted(seen);
    note(instruction, seen);
    if (seen.size() > kMaxAddresses) {
      return Error(Code::trace_malformed, path + " has instructions at more than " +
                                              std::to_string(kMaxAddresses) + " addresses");
    }
  }
}

}  // namespace aex::report
