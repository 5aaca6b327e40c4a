/** Where a workload spends its instructions: counts joined with functions and source lines. */
#pragma once

#include <string>
#include <vector>

#include "os/files.hpp"
#include "report/inst_counts.hpp"

namespace aex::analysis {

constexpr std::uint32_t kNowhere = UINT32_MAX;

/** A function, inlined or not. */
struct HotFunction {
  std::string name;               /**< demangled; "[unknown]" for code without a name */
  std::uint64_t self = 0;         /**< instructions retired in its own code */
  std::uint64_t with_inlined = 0; /**< and in what was inlined into it */
  std::uint64_t calls = 0;        /**< how often its first instruction retired; 0 if inlined */
  std::uint32_t path = kNowhere;  /**< of its hottest line */
  std::uint32_t line = 0;         /**< its hottest line */
  std::uint64_t line_self = 0;    /**< instructions retired on that line in this function */
};

/** A line of source. */
struct HotLine {
  std::uint32_t path = kNowhere;
  std::uint32_t line = 0; /**< 0: code that no line claims */
  std::uint32_t function = 0;
  std::uint64_t retired = 0;
};

/** Instructions that retire together: entered at the first, left behind the last. */
struct HotBlock {
  std::size_t first = 0; /**< index of an instruction */
  std::size_t length = 0;
  std::uint64_t times = 0;   /**< how often it ran */
  std::uint64_t retired = 0; /**< instructions */
};

/** An instruction with what it belongs to. */
struct HotInstruction {
  report::InstructionCount count;
  std::uint32_t function = 0;    /**< the innermost one */
  std::uint32_t path = kNowhere; /**< of its line */
  std::uint32_t line = 0;
};

/** A call chain within one function and its inlined calls, for flame graphs. */
struct HotStack {
  std::vector<std::uint32_t> functions; /**< outermost first */
  std::uint64_t retired = 0;
};

/** Everything, each list but the instructions with the hottest first. */
struct Hot {
  std::uint64_t total = 0; /**< instructions retired */
  std::vector<HotFunction> functions;
  std::vector<HotLine> lines;
  std::vector<HotBlock> blocks;
  std::vector<HotInstruction> instructions; /**< in the order of their addresses */
  std::vector<HotStack> stacks;
  std::vector<std::string> paths;
  std::vector<std::string> missing; /**< what could not be found: split debug files */
};

/** Joins `counts` with the program at `elf_path`; without one (empty) only blocks are known. A
 *  program without debug information has functions and no lines. Errors as those of
 *  FunctionIndex::build(). */
Result<Hot> find_hot(os::Files& files, std::vector<report::InstructionCount> counts,
                     const std::string& elf_path);

/** 100 * part / whole; 0 of nothing. */
double percent(std::uint64_t part, std::uint64_t whole);

/** One line a stack, as flame graph tools read them: "main;inner 1234". */
std::string folded_stacks(const Hot& hot);

}  // namespace aex::analysis
