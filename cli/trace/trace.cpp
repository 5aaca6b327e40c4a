#include <deque>

#include "cli/screen/terminal.hpp"
#include "cli/trace/output.hpp"
#include "cli/verbs/verbs.hpp"
#include "engine/isa/disassemble.hpp"
#include "report/stf/reader.hpp"

namespace aex::cli {
namespace {

using report::stf::TracedInstruction;
using report::stf::TraceReader;

constexpr std::uint64_t kMost = UINT64_C(1) << 40;
/* The last ones are held in memory. */
constexpr std::uint64_t kMostLast = 10'000'000;

struct Wanted {
  std::uint64_t first = kMost; /**< how many at most */
  std::uint64_t last = 0;      /**< only so many; 0: all */
};

Result<Wanted> read_wanted(const Arguments& arguments) {
  Wanted wanted;
  AEX_TRY(wanted.first, arguments.number("first", kMost, 1, kMost));
  AEX_TRY(wanted.last, arguments.number("last", 0, 1, kMostLast));
  if (arguments.has("first") && wanted.last != 0)
    return misuse("--first and --last exclude each other");
  if (arguments.has("csv") && arguments.has("json"))
    return misuse("--csv and --json exclude each other");
  return wanted;
}

/* Shows the rows that the filter takes. */
class Show {
 public:
  Show(const TraceFilter& filter, TraceOutput& output, const Wanted& wanted)
      : filter_(filter), output_(output), wanted_(wanted) {}

  /** False when no more are wanted. */
  bool take(const TracedInstruction& instruction) {
    const TraceRow row{instruction,
                       engine::Disassembler().text(instruction.pc, instruction.opcode)};
    if (!filter_.takes(row)) return true;
    if (wanted_.last == 0) {
      print_row(row);
      return ++taken_ < wanted_.first;
    }
    held_.push_back(instruction);
    if (held_.size() > wanted_.last) held_.pop_front();
    return true;
  }

  void finish() {
    for (const TracedInstruction& instruction : held_) {
      print_row({instruction, engine::Disassembler().text(instruction.pc, instruction.opcode)});
    }
    print(output_.tail());
  }

 private:
  void print_row(const TraceRow& row) {
    print(output_.row(row, is_first_));
    is_first_ = false;
  }

  const TraceFilter& filter_;
  TraceOutput& output_;
  Wanted wanted_;
  std::uint64_t taken_ = 0;
  bool is_first_ = true;
  std::deque<TracedInstruction> held_;
};

Status show(TraceReader& reader, Show& rows) {
  TracedInstruction instruction;
  for (;;) {
    AEX_TRY(const bool is_there, reader.next(instruction));
    if (!is_there || !rows.take(instruction)) break;
  }
  rows.finish();
  return {};
}

}  // namespace

Status trace(const Arguments& arguments) {
  AEX_TRY(const Wanted& wanted, read_wanted(arguments));
  std::unique_ptr<FunctionNames> functions;
  if (const std::string* elf = arguments.find("elf")) {
    AEX_TRY(FunctionNames names, FunctionNames::read(*elf));
    functions = std::make_unique<FunctionNames>(std::move(names));
  }
  AEX_TRY(const TraceFilter& filter, TraceFilter::read(arguments, functions.get()));
  AEX_TRY(TraceReader reader, TraceReader::open(os::system_files(), arguments.operands()[0]));
  if (wanted.last != 0 && filter.is_open()) AEX_CHECK(reader.skip_towards_end(wanted.last));
  const std::unique_ptr<TraceOutput> output = trace_output(arguments, functions.get());
  print(output->head());
  Show rows(filter, *output, wanted);
  return show(reader, rows);
}

}  // namespace aex::cli
