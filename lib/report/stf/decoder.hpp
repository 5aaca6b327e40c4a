/** From records to the header and to instructions. */
#pragma once

#include "report/stf/instruction.hpp"
#include "report/stf/records.hpp"

namespace aex::report::stf {

/** The errors have no file name: whoever calls knows it. Code::trace_malformed;
 *  Code::trace_truncated when the records end inside one. */
class RecordDecoder {
 public:
  /** The most records of one instruction, and bytes of a text. */
  static constexpr std::size_t kMaxRecords = 4096;
  static constexpr std::size_t kMaxTextBytes = std::size_t{1} << 20;

  RecordCursor& cursor() { return cursor_; }
  const TraceHeader& header() const { return header_; }

  Status read_header();
  /** Reads up to the next opcode. False at the end of the records; what stood before it is then
   *  dropped. */
  Result<bool> next(TracedInstruction& instruction);

  /** The address of the next instruction. */
  std::uint64_t pc() const { return pc_; }
  void set_pc(std::uint64_t pc) { pc_ = pc; }

 private:
  template <class T>
  Result<T> integer();
  Result<std::string> text(std::size_t size);
  Status skip(std::size_t size);
  Status need(std::size_t size);
  Result<bool> read_tag(std::uint8_t& tag);

  Status header_record(std::uint8_t tag);
  Status identifier();
  Status version();
  Status isa();
  Status generator();
  Status comment();

  Status body_record(std::uint8_t tag, TracedInstruction& instruction);
  Status register_value(TracedInstruction& instruction);
  Status access(TracedInstruction& instruction);
  Status content(TracedInstruction& instruction);
  Status event(TracedInstruction& instruction);
  Status opcode(std::uint8_t tag, TracedInstruction& instruction);

  RecordCursor cursor_;
  TraceHeader header_;
  std::uint64_t pc_ = 0;
  std::uint64_t index_ = 0;
  std::size_t contents_ = 0; /**< accesses of the instruction that have their content */
};

}  // namespace aex::report::stf
