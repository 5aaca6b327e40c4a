#include "analysis/hot/hot.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "analysis/functions/function_index.hpp"
#include "analysis/hot/blocks.hpp"
#include "analysis/hot/demangle.hpp"
#include "analysis/line_index.hpp"

namespace aex::analysis {
namespace {

class Joiner {
 public:
  Joiner(const FunctionIndex& functions, const LineIndex& lines)
      : functions_(&functions), lines_(&lines) {}

  Hot run(std::vector<report::InstructionCount> counts) {
    for (report::InstructionCount& count : counts) add(std::move(count));
    finish();
    return std::move(hot_);
  }

 private:
  using LineKey = std::pair<std::uint64_t, std::uint32_t>; /* path and line, function */

  void add(report::InstructionCount count);
  const std::vector<std::uint32_t>& stack_of(std::uint64_t address, ScopeId scope);
  std::uint32_t function_of(const std::string& name);
  void take_line(std::uint64_t address, HotInstruction& instruction);
  void finish();
  void sort_functions();

  const FunctionIndex* functions_;
  const LineIndex* lines_;
  Hot hot_;
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::unordered_map<ScopeId, std::vector<std::uint32_t>> stacks_by_scope_;
  std::map<std::vector<std::uint32_t>, std::uint64_t> stacks_;
  std::map<LineKey, std::uint64_t> by_line_;
};

std::uint32_t Joiner::function_of(const std::string& name) {
  const auto added = ids_.emplace(name, std::uint32_t(hot_.functions.size()));
  if (added.second) {
    hot_.functions.emplace_back();
    hot_.functions.back().name = demangled(name);
  }
  return added.first->second;
}

const std::vector<std::uint32_t>& Joiner::stack_of(std::uint64_t address, ScopeId scope) {
  const auto added = stacks_by_scope_.emplace(scope, std::vector<std::uint32_t>());
  std::vector<std::uint32_t>& stack = added.first->second;
  if (!added.second) return stack;
  for (const Frame& frame : functions_->chain(address)) {
    stack.push_back(function_of(functions_->name(frame.name)));
  }
  if (stack.empty()) stack.push_back(function_of("[unknown]"));
  return stack;
}

void Joiner::take_line(std::uint64_t address, HotInstruction& instruction) {
  LineSpan span;
  if (!lines_->find(address, &span)) return;
  instruction.line = span.line;
  instruction.path = span.file == FileTable::kNone ? kNowhere : span.file;
}

void Joiner::add(report::InstructionCount count) {
  const std::uint64_t retired = count.retired;
  const ScopeId scope = functions_->find(count.address);
  const std::vector<std::uint32_t>& stack = stack_of(count.address, scope);
  const bool is_entry = functions_->find(count.address - 1) != scope && stack.size() == 1;
  for (std::size_t i = 0; i < stack.size(); ++i) {
    const bool is_repeated = std::find(stack.begin(), stack.begin() + std::ptrdiff_t(i),
                                       stack[i]) != stack.begin() + std::ptrdiff_t(i);
    if (!is_repeated) hot_.functions[stack[i]].with_inlined += retired;
  }
  HotFunction& function = hot_.functions[stack.back()];
  function.self += retired;
  if (is_entry && function.calls == 0) function.calls = retired;
  stacks_[stack] += retired;
  hot_.total += retired;
  HotInstruction instruction;
  take_line(count.address, instruction);
  instruction.function = stack.back();
  instruction.count = std::move(count);
  const std::uint64_t place = std::uint64_t{instruction.path} << 32 | instruction.line;
  by_line_[{place, instruction.function}] += retired;
  hot_.instructions.push_back(std::move(instruction));
}

void Joiner::finish() {
  for (const auto& entry : by_line_) {
    const auto path = std::uint32_t(entry.first.first >> 32);
    const auto line = std::uint32_t(entry.first.first);
    hot_.lines.push_back({path, line, entry.first.second, entry.second});
    HotFunction& function = hot_.functions[entry.first.second];
    if (line == 0 || entry.second <= function.line_self) continue;
    function.path = path;
    function.line = line;
    function.line_self = entry.second;
  }
  std::stable_sort(hot_.lines.begin(), hot_.lines.end(),
                   [](const HotLine& a, const HotLine& b) { return a.retired > b.retired; });
  for (const auto& entry : stacks_) hot_.stacks.push_back({entry.first, entry.second});
  hot_.blocks = find_blocks(hot_.instructions);
  hot_.paths = lines_->paths();
  hot_.missing = functions_->missing();
  sort_functions();
}

void Joiner::sort_functions() {
  std::vector<std::uint32_t> order(hot_.functions.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return hot_.functions[a].self > hot_.functions[b].self;
  });
  std::vector<HotFunction> sorted;
  std::vector<std::uint32_t> place(order.size());
  for (const std::uint32_t id : order) {
    place[id] = std::uint32_t(sorted.size());
    sorted.push_back(std::move(hot_.functions[id]));
  }
  hot_.functions = std::move(sorted);
  for (HotLine& line : hot_.lines) line.function = place[line.function];
  for (HotInstruction& one : hot_.instructions) one.function = place[one.function];
  for (HotStack& stack : hot_.stacks) {
    for (std::uint32_t& id : stack.functions) id = place[id];
  }
  std::stable_sort(hot_.stacks.begin(), hot_.stacks.end(),
                   [](const HotStack& a, const HotStack& b) { return a.retired > b.retired; });
}

}  // namespace

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * double(part) / double(whole);
}

Result<Hot> find_hot(os::Files& files, std::vector<report::InstructionCount> counts,
                     const std::string& elf_path) {
  FunctionIndex functions;
  LineIndex lines;
  if (!elf_path.empty()) {
    AEX_TRY(functions, FunctionIndex::build(files, elf_path));
    Result<LineIndex> built = LineIndex::build(files, elf_path);
    if (!built.ok() && built.error().code() != Code::debug_info_missing) return built.error();
    if (built.ok()) lines = std::move(built.value());
  }
  return Joiner(functions, lines).run(std::move(counts));
}

std::string folded_stacks(const Hot& hot) {
  std::string text;
  for (const HotStack& stack : hot.stacks) {
    for (std::size_t i = 0; i < stack.functions.size(); ++i) {
      if (i > 0) text += ';';
      for (const char byte : hot.functions[stack.functions[i]].name) {
        text += byte == ';' ? ':' : byte == '\n' ? ' ' : byte;
      }
    }
    text += ' ' + std::to_string(stack.retired) + '\n';
  }
  return text;
}

}  // namespace aex::analysis
