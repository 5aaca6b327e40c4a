/** Source and disassembly of a function, line by line, with what each line cost. */
#pragma once

#include <map>

#include "analysis/hot/hot.hpp"

namespace aex::analysis {

/** One line of source with the instructions that come from it. */
struct ListedLine {
  std::uint32_t line = 0;
  std::string text; /**< empty if the source is not at hand */
  std::uint64_t retired = 0;
  std::vector<std::size_t> instructions; /**< indices into Hot::instructions */
};

/** A stretch of one file. */
struct ListedFile {
  std::string path;
  bool is_found = false;
  std::vector<ListedLine> lines;
};

/** Finds and keeps source files: in `folder` if that is a snapshot, else where debug information
 *  places them, else by the last parts of their path below `folder` (empty: nowhere else). Files
 *  over 16 MiB count as missing. */
class SourceTexts {
 public:
  SourceTexts(os::Files& files, std::string folder);
  /** The lines of a file; null if it is nowhere. Borrowed. */
  const std::vector<std::string>* lines(const std::string& path);

 private:
  std::string place_of(const std::string& path) const;

  os::Files* files_;
  std::string folder_;
  std::map<std::string, std::string> snapshot_; /* copies by path */
  std::map<std::string, std::vector<std::string>> known_;
};

/** The listing of a function (an index into Hot::functions): for each file the lines from its first
 *  to its last one with code of the function, 2 lines around it included. */
std::vector<ListedFile> list_function(const Hot& hot, std::uint32_t function, SourceTexts& sources);

}  // namespace aex::analysis
