/** The gateway's log, written to from several threads, one line at a time. */
#pragma once

#include <mutex>
#include <string>

#include "atlasexplorer/log.hpp"

namespace aex::gateway {

class Journal {
 public:
  explicit Journal(const Log& log) : log_(log) {}

  /** "GET /user 200 1 ms"; the path is given without its query. Control characters are masked, so
   *  that no request forges a line. */
  void request(const std::string& method, const std::string& path, int status,
               std::uint64_t duration_ms);
  /** "experiment <id> failed: <reason>" */
  void failed(const std::string& id, const std::string& reason);
  void note(LogLevel level, const std::string& text);

 private:
  std::mutex mutex_;
  Log log_;
};

}  // namespace aex::gateway
