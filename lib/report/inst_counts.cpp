#include "report/inst_counts.hpp"

#include <algorithm>
#include <cstdio>

namespace aex::report {
namespace {

/* Digits in groups of three: 196,626. */
std::string grouped(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

template <class... Values>
void append(std::string& to, const char* format, Values... values) {
  char text[160];
  const int length = std::snprintf(text, sizeof text, format, values...);
  to.append(text, static_cast<std::size_t>(length));
}

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void append_history(std::string& to, std::uint64_t taken) {
  const std::size_t ones = static_cast<std::size_t>(std::min<std::uint64_t>(taken, kHistoryLength));
  to += "    LHR={";
  to.append(ones, '1');
  to.append(kHistoryLength - ones, '0');
  to += '}';
}

void append_strides(std::string& to, const std::vector<std::int64_t>& strides) {
  to += "    LStrides={";
  for (std::size_t i = 0; i < kHistoryLength; ++i) {
    to += i < strides.size() ? std::to_string(strides[i]) : "0";
    to += ',';
  }
  to += '}';
}

void append_line(std::string& to, const InstructionCount& count, std::uint64_t so_far,
                 std::uint64_t total) {
  char opcode[12];
  std::snprintf(opcode, sizeof opcode, count.size == 2 ? "%04x" : "%08x", count.opcode);
  append(to, "%10s%7.1f%%%7.1f%%  %016llx  %-8s   ", grouped(count.retired).c_str(),
         percent(count.retired, total), percent(so_far, total),
         static_cast<unsigned long long>(count.address), opcode);
  to += count.text;
  if (count.taken != 0) append_history(to, count.taken);
  if (count.accesses_memory) append_strides(to, count.strides);
  to += '\n';
}

std::string header(const std::vector<InstructionCount>& counts, std::uint64_t total) {
  std::uint64_t most = 0;
  for (const InstructionCount& count : counts) most = std::max(most, count.retired);
  return "\n============ MAP 1 IEM:RV64 ============\n" + std::string(41, '-') +
         "\nTotal inst count = " + grouped(total) + "\nMax count        = " + grouped(most) + '\n';
}

}  // namespace

std::vector<CodeBlock> arrange(const std::vector<InstructionCount>& counts) {
  std::vector<CodeBlock> blocks;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const bool follows = i != 0 && counts[i - 1].address + counts[i - 1].size == counts[i].address;
    if (!follows) blocks.push_back({i, 0, 0});
    ++blocks.back().length;
    blocks.back().retired += counts[i].retired;
  }
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const CodeBlock& a, const CodeBlock& b) { return a.retired > b.retired; });
  return blocks;
}

Status write_inst_counts(const std::vector<InstructionCount>& counts,
                         const std::vector<CodeBlock>& blocks, Sink& out) {
  std::uint64_t total = 0;
  for (const CodeBlock& block : blocks) total += block.retired;
  std::string text = header(counts, total);
  std::uint64_t so_far = 0;
  for (const CodeBlock& block : blocks) {
    text += std::string(25, '-');
    append(text, " %5.1f%% - %s inst, %s addr\n", percent(block.retired, total),
           grouped(block.retired).c_str(), grouped(block.length).c_str());
    for (std::size_t i = block.first; i < block.first + block.length; ++i) {
      so_far += counts[i].retired;
      append_line(text, counts[i], so_far, total);
      if (text.size() < kStreamBytes) continue;
      AEX_CHECK(out.write(ByteView(text)));
      text.clear();
    }
  }
  return out.write(ByteView(text));
}

}  // namespace aex::report
