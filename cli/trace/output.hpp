/** How a trace is shown. */
#pragma once

#include <map>
#include <memory>

#include "cli/trace/filter.hpp"

namespace aex::cli {

class TraceOutput {
 public:
  virtual ~TraceOutput() = default;
  /** What comes before the first row and after the last one. */
  virtual std::string head() const { return {}; }
  virtual std::string tail() const { return {}; }
  /** A row; the first one, or not. */
  virtual std::string row(const TraceRow& row, bool is_first) = 0;
};

/** Lines as inst_trace.txt has them, with the function if `functions` is there; or CSV with a
 *  heading; or JSON, numbers of 64 bits as text "0x…"; or counts in either. */
std::unique_ptr<TraceOutput> trace_output(const Arguments& arguments,
                                          const FunctionNames* functions);

}  // namespace aex::cli
