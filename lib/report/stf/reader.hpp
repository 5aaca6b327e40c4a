/** Reads a trace, instruction by instruction: a .zstf file, or plain STF. */
#pragma once

#include "report/stf/chunks.hpp"
#include "report/stf/instruction.hpp"
#include "report/stf/records.hpp"

namespace aex::report::stf {

/** Holds one buffer, however long the trace is. All errors name the file: Code::file_missing,
 *  Code::trace_malformed, Code::trace_truncated, Code::unsupported (chunks that are compressed,
 *  where libzstd is not built in), and those of reading. */
class TraceReader {
 public:
  /** Reads up to the end of the header. `files` is borrowed. */
  static Result<TraceReader> open(os::Files& files, const std::string& path);
  TraceReader(TraceReader&&) noexcept;
  TraceReader& operator=(TraceReader&&) noexcept;
  ~TraceReader();

  const TraceHeader& header() const;

  /** False at the end. After an error the reader is of no use. */
  Result<bool> next(TracedInstruction& instruction);

  /** Goes on at the beginning of the last chunk that has at least `instructions` to the end, if
   *  that is further on. Plain STF has no chunks: then it stays. Only between open() and the first
   *  next(). */
  Status skip_towards_end(std::uint64_t instructions);

 private:
  struct State;
  explicit TraceReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace aex::report::stf
