/** Which instructions of a trace are wanted. */
#pragma once

#include <memory>

#include "analysis/functions/function_index.hpp"
#include "cli/arguments.hpp"
#include "report/stf/instruction.hpp"

namespace aex::cli {

/** The functions of an ELF file, by address. */
class FunctionNames {
 public:
  /** Errors of reading the file. */
  static Result<FunctionNames> read(const std::string& elf_path);
  /** Of the function around `pc`, or of what is inlined there; empty if none is known. */
  const std::string& innermost(std::uint64_t pc) const;
  /** Whether `pc` is in a function, or in a call inlined there, that matches. */
  bool is_in(std::uint64_t pc, const std::string& pattern) const;
  bool has(const std::string& pattern) const;

 private:
  explicit FunctionNames(analysis::FunctionIndex index) : index_(std::move(index)) {}
  analysis::FunctionIndex index_;
};

/** An instruction together with how it is written. */
struct TraceRow {
  const report::stf::TracedInstruction& instruction;
  std::string text; /**< mnemonic, blanks, operands */

  std::string mnemonic() const { return text.substr(0, text.find(' ')); }
};

/** All that is asked for must hold; of several of one sort, one. */
class TraceFilter {
 public:
  /** `functions` may be nullptr; borrowed. Code::invalid_argument. */
  static Result<TraceFilter> read(const Arguments& arguments, const FunctionNames* functions);
  bool takes(const TraceRow& row) const;
  /** It takes everything. */
  bool is_open() const {
    return ranges_.empty() && kinds_ == 0 && names_.empty() && opcodes_.empty();
  }

 private:
  struct Range {
    std::uint64_t first;
    std::uint64_t last;
  };
  struct Opcode {
    std::string mnemonic; /**< a pattern, or empty */
    std::uint32_t bits;
  };
  Status read_ranges(const Arguments& arguments);
  Status read_kinds(const Arguments& arguments);
  Status read_opcodes(const Arguments& arguments);
  Status read_functions(const Arguments& arguments);
  bool takes_place(std::uint64_t pc) const;
  bool takes_opcode(const TraceRow& row) const;

  const FunctionNames* functions_ = nullptr;
  std::vector<Range> ranges_;
  std::vector<std::string> names_;
  std::vector<Opcode> opcodes_;
  unsigned kinds_ = 0;
};

}  // namespace aex::cli
