/** Writes a trace as a .zstf file. */
#pragma once

#include "report/stf/chunks.hpp"
#include "report/stf/instruction.hpp"
#include "report/stf/records.hpp"

namespace aex::report::stf {

class TraceWriter {
 public:
  /** Borrows the file, which must be empty. */
  explicit TraceWriter(os::WriteFile& file,
                       std::uint64_t instructions_per_chunk = kChunkInstructions)
      : chunks_(file, instructions_per_chunk) {}

  /** Writes the header; call it first. Code::invalid_argument for a text of 64 KiB or more. */
  Status begin(const TraceHeader& header);
  Status write(const TracedInstruction& instruction);
  /** Completes the container. The file itself stays open. */
  Status finish() { return chunks_.finish(); }

 private:
  void put_registers(const TracedInstruction& instruction);
  void put_accesses(const TracedInstruction& instruction);
  void put_events(const TracedInstruction& instruction);

  ChunkSink chunks_;
  RecordBytes records_;
  bool has_wide_events_ = false;
  bool is_pc_known_ = false;
  std::uint64_t pc_ = 0;
};

}  // namespace aex::report::stf
