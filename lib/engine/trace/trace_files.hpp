/** The instruction trace of a run, as the cloud's files. */
#pragma once

#include <string>

#include "engine/machine/machine.hpp"

namespace aex::engine {

/** Where the trace of a workload goes, and how much of it. */
struct TraceOrder {
  std::string workload;           /**< base name */
  std::string root;               /**< the folder that holds reports/ and .experiment/ */
  std::uint64_t instructions = 0; /**< at most so many, from the first */
  std::uint64_t retired = 0;      /**< by the whole run */
};

/** Runs `machine`, which has just been loaded, and writes `.experiment/<workload>.zstf` and
 *  `reports/<workload without ".elf">_Instruction_Trace/inst_trace.txt`, each whole or not at all.
 *  A trace that does not hold the whole run says so in its first lines, and in a comment. */
Status write_trace(os::Files& files, const TraceOrder& order, Machine& machine);

/** `name` without ".elf". */
std::string stem_of(const std::string& name);

}  // namespace aex::engine
