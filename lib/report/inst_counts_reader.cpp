#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "report/inst_counts.hpp"

namespace aex::report {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{512} << 20;
/* What a double holds exactly, and a column of the report. */
constexpr std::uint64_t kMaxTotal = (std::uint64_t{1} << 53) - 1;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/* Takes words off the front of a line. */
std::string_view next_word(std::string_view& line) {
  const std::size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  const std::size_t end = std::min(line.find_first_of(" \t", begin), line.size());
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

template <class Integer>
bool parse_hex(std::string_view word, Integer* out) {
  const auto result = std::from_chars(word.data(), word.data() + word.size(), *out, 16);
  return !word.empty() && result.ec == std::errc() && result.ptr == word.data() + word.size();
}

/* "2,810" */
bool parse_grouped(std::string_view word, std::uint64_t* out) {
  std::string digits;
  for (const char byte : word) {
    if (byte == ',') continue;
    if (!is_digit(byte)) return false;
    digits += byte;
  }
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), *out);
  return !digits.empty() && result.ec == std::errc();
}

bool is_percent(std::string_view word) { return word.size() > 1 && word.back() == '%'; }

std::string_view braces(std::string_view rest, std::string_view name) {
  const std::size_t begin = rest.find(name);
  if (begin == std::string_view::npos) return {};
  const std::size_t from = begin + name.size();
  const std::size_t end = rest.find('}', from);
  return end == std::string_view::npos ? std::string_view() : rest.substr(from, end - from);
}

void take_histories(std::string_view rest, InstructionCount& count) {
  const std::string_view outcomes = braces(rest, "LHR={");
  count.taken = std::uint64_t(std::count(outcomes.begin(), outcomes.end(), '1'));
  count.accesses_memory = rest.find("LStrides={") != std::string_view::npos;
  std::string_view strides = braces(rest, "LStrides={");
  while (!strides.empty() && count.strides.size() < kHistoryLength) {
    std::int64_t stride = 0;
    const auto result = std::from_chars(strides.data(), strides.data() + strides.size(), stride);
    if (result.ec != std::errc()) break;
    count.strides.push_back(stride);
    const std::size_t comma = std::min(strides.find(','), strides.size() - 1);
    strides.remove_prefix(comma + 1);
  }
}

bool parse_line(std::string_view line, InstructionCount& count) {
  if (!parse_grouped(next_word(line), &count.retired)) return false;
  const std::string_view share = next_word(line);
  const std::string_view cumulative = next_word(line);
  if (!is_percent(share) || !is_percent(cumulative)) return false;
  if (!parse_hex(next_word(line), &count.address)) return false;
  const std::string_view opcode = next_word(line);
  if (!parse_hex(opcode, &count.opcode)) return false;
  count.size = opcode.size() <= 4 ? 2 : 4;
  const std::size_t text = std::min(line.find_first_not_of(" \t"), line.size());
  line.remove_prefix(text);
  const std::size_t end = std::min({line.find("    LHR={"), line.find("    LStrides={"),
                                    line.find_last_not_of(" \t\r") + 1, line.size()});
  count.text = std::string(line.substr(0, end));
  take_histories(line.substr(end), count);
  return true;
}

/* Lines that are no instruction: headings, rules, totals. */
bool is_ornament(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || !is_digit(line[first]);
}

/* Several maps, one a hart, become one. */
void merge(std::vector<InstructionCount>& counts) {
  std::stable_sort(counts.begin(), counts.end(),
                   [](const auto& a, const auto& b) { return a.address < b.address; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (kept > 0 && counts[kept - 1].address == counts[i].address) {
      counts[kept - 1].retired += counts[i].retired;
    } else {
      if (kept != i) counts[kept] = std::move(counts[i]);
      ++kept;
    }
  }
  counts.resize(kept);
}

}  // namespace

Result<std::vector<InstructionCount>> read_inst_counts(os::Files& files, const std::string& path) {
  const Result<std::string> text = os::read_text(files, path, kMaxFileBytes);
  if (!text.ok() && text.error().code() == Code::file_missing) {
    return Error(Code::report_missing, path);
  }
  if (!text.ok()) return text.error();
  std::vector<InstructionCount> counts;
  std::string_view rest = text.value();
  std::uint64_t total = 0;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (is_ornament(line)) continue;
    InstructionCount count;
    if (!parse_line(line, count) || count.retired > kMaxTotal - total) {
      return Error(Code::report_malformed, path + " in line " + std::to_string(number));
    }
    total += count.retired;
    counts.push_back(std::move(count));
  }
  merge(counts);
  return counts;
}

}  // namespace aex::report
